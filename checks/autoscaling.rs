//! # EC2 Auto Scaling behind a load balancer
//!
//! An Auto Scaling group keeps as many instances running as are needed: it launches them from a template, replaces those that
//! fail, and follows the load. A load balancer spreads requests over those that are healthy.
//!
//! ## What to build
//!
//! A group in two zones behind an application load balancer, with nothing but the load balancer facing the internet.
//!
//! 1. Write down what an instance is: `aws ec2 create-launch-template --launch-template-name web --launch-template-data
//!    file://web.json`, with `"MetadataOptions":{"HttpTokens":"required"}` in it, and a security group that lets in the group
//!    of the load balancer alone
//! 2. Encrypt what it launches: `aws ec2 enable-ebs-encryption-by-default`
//! 3. Make a target group: `aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id VPC`
//! 4. Put a load balancer before it, in the public subnets: `aws elbv2 create-load-balancer --name web
//!    --subnets PUBLIC_SUBNET PUBLIC_SUBNET_OF_ANOTHER_ZONE --security-groups LOAD_BALANCER`, then
//!    `aws elbv2 create-listener --load-balancer-arn ARN --protocol HTTP --port 80
//!    --default-actions Type=forward,TargetGroupArn=TARGET_GROUP`
//! 5. Make the group, in the private subnets: `aws autoscaling create-auto-scaling-group --auto-scaling-group-name web
//!    --launch-template LaunchTemplateName=web,Version='$Latest' --min-size 2 --max-size 4
//!    --vpc-zone-identifier PRIVATE_SUBNET,PRIVATE_SUBNET_OF_ANOTHER_ZONE --target-group-arns TARGET_GROUP
//!    --health-check-type ELB`
//! 6. Let it follow the load: `aws autoscaling put-scaling-policy --auto-scaling-group-name web --policy-name cpu
//!    --policy-type TargetTrackingScaling --target-tracking-configuration file://cpu.json`
//! 7. Ask awslab whether requests get through: `awslab reach internet web --port 80`
//!
//! ## What the criteria protect against
//!
//! - One zone that fails, and everything with it.
//! - A process that hangs on a machine that runs: only the load balancer's health check sees that.
//! - A load that grows past what somebody guessed, and a group that launches and ends its instances in a circle.
//! - Instances that the internet reaches past the load balancer.
//! - Whatever is wrong with a template, many times over: metadata without a token, volumes that are not encrypted.
//!
//! ## Asked in interviews
//!
//! **How does an Auto Scaling group know that an instance is bad?** By EC2's own status checks, which look at the machine, and
//! with `ELB` as its health check type by the load balancer's, which look at the service.
//!
//! **Target tracking, step or predictive?** Target tracking holds a metric at a value, as a thermostat does. Steps add more the
//! further a metric is off. Predictive scaling learns from the last weeks and launches ahead.
//!
//! **What must an instance be to be replaced at any time?** Without a state of its own: what has to stay is in a database, a
//! bucket or a cache, and whatever it needs to start is in its image or its template.
//!
//! ## Further reading
//!
//! - Auto Scaling groups: <https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html>
//! - Health checks: <https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html>

mod places;
mod template;

use awslab_core::arn::Arn;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    AutoScalingGroups, Ec2EbsEncryption, Ec2LaunchTemplates, Ec2Network, Elbv2LoadBalancers,
};
use awslab_core::lab::Aspect::{Encryption, Operations, Resilience, Task, Topology};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::autoscaling::AutoScalingGroup;
use awslab_core::model::elbv2::TargetGroup;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict, all};

use self::places::{ZONES, launches_privately, multi_az};
use self::template::{launch_template, template_encrypted, template_imdsv2};

pub(crate) const LAB: Lab = Lab {
    id: "autoscaling",
    title: "EC2 Auto Scaling behind a load balancer",
    source: include_str!("autoscaling.rs"),
    params: &[Param::count(ZONES, 2, "in how many Availability Zones it launches")],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("group", Task, 2, "an in-scope group has the instances it wants", group)
            .reads(&[AutoScalingGroups])
            .why("A group whose instances never come into service launches and ends them in a circle, and is paid for.")
            .fix(
                "aws autoscaling create-auto-scaling-group --auto-scaling-group-name {new}-web \
                 --launch-template LaunchTemplateName=TEMPLATE --min-size 2 --max-size 4 \
                 --vpc-zone-identifier PRIVATE_SUBNET,PRIVATE_SUBNET_OF_ANOTHER_ZONE --region {region}",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-asg-launch-template.html"),
        Criterion::new("launch-template", Task, 1, "it launches from a template", launch_template)
            .after("group")
            .reads(&[AutoScalingGroups])
            .why("Launch configurations have no versions and get no new features: AWS has ended them.")
            .fix(
                "aws ec2 create-launch-template --launch-template-name {new}-web --launch-template-data \
                 '{\"ImageId\":\"resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64\",\
                 \"InstanceType\":\"t3.micro\",\"MetadataOptions\":{\"HttpTokens\":\"required\"}}'\n\
                 aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} \
                 --launch-template LaunchTemplateName={new}-web,Version='$Latest'",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/migrate-to-launch-templates.html"),
        Criterion::new("multi-az", Resilience, 2, "it launches in two zones", multi_az)
            .after("group")
            .reads(&[AutoScalingGroups, Ec2Network])
            .why("When a zone fails, the instances of the other one go on, and the missing ones are launched there.")
            .fix(
                "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} \
                 --vpc-zone-identifier {subnets}",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html"),
        Criterion::new("scaling-policy", Task, 2, "it follows the load", scaling_policy)
            .after("group")
            .reads(&[AutoScalingGroups])
            .why("Without a policy, or without room between its sizes, a group only replaces what fails.")
            .fix(
                "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --max-size {max}\n\
                 aws autoscaling put-scaling-policy --auto-scaling-group-name {group} --policy-name cpu \
                 --policy-type TargetTrackingScaling --target-tracking-configuration \
                 '{\"PredefinedMetricSpecification\":{\"PredefinedMetricType\":\"ASGAverageCPUUtilization\"},\
                 \"TargetValue\":50}'",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html"),
        Criterion::new("elb-health", Resilience, 1, "the load balancer tells which are healthy", elb_health)
            .after("group")
            .reads(&[AutoScalingGroups, Elbv2LoadBalancers])
            .why("EC2 sees that a machine runs. Only the load balancer sees that its service answers.")
            .fix(
                "aws autoscaling attach-load-balancer-target-groups --auto-scaling-group-name {group} \
                 --target-group-arns TARGET_GROUP\n\
                 aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --health-check-type ELB",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html"),
        Criterion::new("template-imdsv2", Operations, 1, "its template demands IMDSv2", template_imdsv2)
            .after("launch-template")
            .reads(&[AutoScalingGroups, Ec2LaunchTemplates])
            .why("Every instance that it ever launches is as safe as its template.")
            .fix(
                "aws ec2 create-launch-template-version --launch-template-id {launch-template} \
                 --source-version '$Latest' --launch-template-data '{\"MetadataOptions\":{\"HttpTokens\":\"required\"}}'",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html"),
        Criterion::new("template-encrypted", Encryption, 1, "its template encrypts volumes", template_encrypted)
            .after("launch-template")
            .reads(&[AutoScalingGroups, Ec2EbsEncryption, Ec2LaunchTemplates])
            .why("Volumes come and go with the instances: nobody looks at each of them.")
            .fix("aws ec2 enable-ebs-encryption-by-default --region {region}")
            .docs("https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"),
        Criterion::new("private", Topology, 1, "its instances stand behind the load balancer", launches_privately)
            .after("launch-template")
            .reads(&[AutoScalingGroups, Ec2LaunchTemplates, Ec2Network])
            .why("What the internet reaches past the load balancer is not filtered, logged or spread.")
            .fix(
                "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} \
                 --vpc-zone-identifier PRIVATE_SUBNET,PRIVATE_SUBNET_OF_ANOTHER_ZONE",
            )
            .docs("https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-in-vpc.html"),
    ],
};

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.all_located::<AutoScalingGroup>()?.iter().map(Subject::arn).collect())
}

fn group(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let in_service = group.instances.iter().filter(|it| it.lifecycle_state == "InService").count();
    let wanted = group.desired_capacity.max(1) as usize;
    let states = group.instances.iter().filter(|it| it.lifecycle_state != "InService");
    let states: Vec<String> = states.map(|it| format!("{} is {}", it.instance_id, it.lifecycle_state)).collect();
    let others = if states.is_empty() { String::new() } else { format!("; {}", states.join(", ")) };
    let expected = format!("{wanted} or more");
    group
        .observe("instances in service", in_service >= wanted, expected, format!("{in_service}{others}"))
        .fix("aws autoscaling describe-scaling-activities --auto-scaling-group-name {group}")
        .verdict()
}

fn scaling_policy(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let policies = group.surroundings.autoscaling.scaling_policies.known()?.iter();
    let own = policies.filter(|it| it.auto_scaling_group_name == group.auto_scaling_group_name);
    let active = own.filter(|it| it.enabled != Some(false));
    let kinds: Vec<&str> = active.filter_map(|it| it.policy_type.as_deref()).collect();
    let follows = |it: &&str| matches!(*it, "TargetTrackingScaling" | "StepScaling" | "PredictiveScaling");
    let actual = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
    let (min, max) = (group.min_size, group.max_size);
    all([
        group
            .observe("scaling policy", kinds.iter().any(follows), "target tracking, step or predictive", actual)
            .fix(TRACK_CPU)
            .verdict(),
        group
            .observe("room to scale", max > min, "MaxSize above MinSize", format!("from {min} to {max}"))
            .name("max", min.saturating_add(2).to_string())
            .fix("aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --max-size {max}")
            .verdict(),
    ])
}

const TRACK_CPU: &str = "\
    aws autoscaling put-scaling-policy --auto-scaling-group-name {group} --policy-name cpu \
    --policy-type TargetTrackingScaling --target-tracking-configuration \
    '{\"PredefinedMetricSpecification\":{\"PredefinedMetricType\":\"ASGAverageCPUUtilization\"},\"TargetValue\":50}'";

fn elb_health(cx: &Context<'_>) -> Verdict {
    let group = cx.located::<AutoScalingGroup>()?;
    let known = group.surroundings.elbv2.target_groups.known()?;
    let own = known.iter().filter(|it| group.target_group_arns.contains(&it.target_group_arn));
    let own: Vec<&TargetGroup> = own.collect();
    let is_used = |it: &&TargetGroup| !it.load_balancer_arns.is_empty();
    let unused = |it: &TargetGroup| if is_used(&it) { "" } else { ", which no load balancer sends to" };
    let names = own.iter().map(|it| format!("{}{}", it.target_group_name, unused(it)));
    let names: Vec<String> = names.collect();
    let actual = if names.is_empty() { "none that exists".to_owned() } else { names.join("; ") };
    let spare = own.first().copied().or_else(|| known.iter().find(is_used)).map(|it| it.target_group_arn.as_str());
    let kind = group.health_check_type.as_deref().unwrap_or("EC2");
    all([
        group
            .observe("target groups", own.iter().any(is_used), "one or more, behind a load balancer", actual)
            .name("target-group", spare.unwrap_or("TARGET_GROUP"))
            .fix(if own.is_empty() { ATTACH } else { STAND_BEFORE })
            .verdict(),
        group
            .observe("HealthCheckType", kind.split(',').any(|it| it.trim() == "ELB"), "ELB", kind)
            .fix("aws autoscaling update-auto-scaling-group --auto-scaling-group-name {group} --health-check-type ELB")
            .verdict(),
    ])
}

const ATTACH: &str = "\
    aws autoscaling attach-load-balancer-target-groups --auto-scaling-group-name {group} \
    --target-group-arns {target-group}";

const STAND_BEFORE: &str = "\
    aws elbv2 create-load-balancer --name {new}-web --subnets PUBLIC_SUBNET PUBLIC_SUBNET_OF_ANOTHER_ZONE \
    --security-groups GROUP\n\
    aws elbv2 create-listener --load-balancer-arn NEW_LOAD_BALANCER --protocol HTTP --port 80 \
    --default-actions Type=forward,TargetGroupArn={target-group}";
