//! Virtual private clouds and their subnets.

use aws_sdk_ec2::types::{self, VpcAttributeName};
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{CidrBlockAssociation, CidrBlockState, Ipv6CidrBlockAssociation, Subnet, Vpc};

use super::{PAGE, client, tags};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::{cidr, try_each, word};

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html>
pub(super) fn vpcs(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Vpc>>> {
    let pages = client(api).describe_vpcs().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_VPCS, pages.items().send(), vpc)
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html>
pub(super) fn subnets(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Subnet>>> {
    let pages = client(api).describe_subnets().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_SUBNETS, pages.items().send(), subnet)
}

/// What AWS tells about the DNS of one VPC at a time.
pub(crate) struct DnsSettings {
    pub(crate) support: Fetched<bool>,
    pub(crate) hostnames: Fetched<bool>,
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html>
pub(crate) async fn dns_settings(api: Api<'_>, vpc: &str) -> DnsSettings {
    let request = |attribute| client(api).describe_vpc_attribute().vpc_id(vpc).attribute(attribute);
    let (support, hostnames) =
        (request(VpcAttributeName::EnableDnsSupport), request(VpcAttributeName::EnableDnsHostnames));
    let (support, hostnames) = tokio::join!(
        api.ask(call::DESCRIBE_VPC_ATTRIBUTE, async {
            is_on(support.send().await?.enable_dns_support).required("enableDnsSupport")
        }),
        api.ask(call::DESCRIBE_VPC_ATTRIBUTE, async {
            is_on(hostnames.send().await?.enable_dns_hostnames).required("enableDnsHostnames")
        }),
    );
    DnsSettings { support, hostnames }
}

fn is_on(attribute: Option<types::AttributeBooleanValue>) -> Option<bool> {
    attribute?.value
}

fn vpc(it: types::Vpc) -> Result<Vpc, Refusal> {
    let ipv4 = |it: types::VpcCidrBlockAssociation| -> Result<_, Refusal> {
        let cidr_block_state = state(it.cidr_block_state.and_then(|it| it.state));
        Ok(CidrBlockAssociation { cidr_block: cidr(it.cidr_block)?, cidr_block_state })
    };
    let ipv6 = |it: types::VpcIpv6CidrBlockAssociation| -> Result<_, Refusal> {
        let ipv6_cidr_block_state = state(it.ipv6_cidr_block_state.and_then(|it| it.state));
        Ok(Ipv6CidrBlockAssociation { ipv6_cidr_block: cidr(it.ipv6_cidr_block)?, ipv6_cidr_block_state })
    };
    Ok(Vpc {
        vpc_id: it.vpc_id.required("vpcId")?,
        cidr_block: cidr(it.cidr_block)?,
        cidr_block_association_set: try_each(it.cidr_block_association_set, ipv4)?,
        ipv6_cidr_block_association_set: try_each(it.ipv6_cidr_block_association_set, ipv6)?,
        is_default: it.is_default.unwrap_or_default(),
        owner_id: it.owner_id,
        enable_dns_support: Fetched::default(),
        enable_dns_hostnames: Fetched::default(),
        tags: tags(it.tags),
    })
}

fn subnet(it: types::Subnet) -> Result<Subnet, Refusal> {
    let ipv6 = |it: types::SubnetIpv6CidrBlockAssociation| -> Result<_, Refusal> {
        let ipv6_cidr_block_state = state(it.ipv6_cidr_block_state.and_then(|it| it.state));
        Ok(Ipv6CidrBlockAssociation { ipv6_cidr_block: cidr(it.ipv6_cidr_block)?, ipv6_cidr_block_state })
    };
    Ok(Subnet {
        subnet_id: it.subnet_id.required("subnetId")?,
        vpc_id: it.vpc_id.required("vpcId")?,
        availability_zone: it.availability_zone,
        availability_zone_id: it.availability_zone_id,
        cidr_block: cidr(it.cidr_block)?,
        ipv6_cidr_block_association_set: try_each(it.ipv6_cidr_block_association_set, ipv6)?,
        enable_dns64: it.enable_dns64.unwrap_or_default(),
        map_public_ip_on_launch: it.map_public_ip_on_launch.unwrap_or_default(),
        default_for_az: it.default_for_az.unwrap_or_default(),
        owner_id: it.owner_id,
        tags: tags(it.tags),
    })
}

fn state(state: Option<impl AsRef<str>>) -> CidrBlockState {
    CidrBlockState { state: word(state).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;
    use awslab_core::plan::Want;

    use crate::testing::{HOME, by_action, collect};

    const VPCS: &str =
        "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>";

    #[tokio::test]
    async fn dns_is_asked_about_one_vpc_and_each_setting_by_itself() {
        let support = "<DescribeVpcAttributeResponse><enableDnsSupport><value>true</value></enableDnsSupport>\
            </DescribeVpcAttributeResponse>";
        let (session, asked) = by_action([("DescribeVpcs", 200, VPCS), ("DescribeVpcAttribute", 200, support)]);
        let mut account = collect(&session, &[Fact::Ec2Network]).await;
        let want = |vpc: &str| Want::VpcDns { vpc: vpc.to_owned(), region: HOME.to_owned() };
        session.look_closer(&mut account, &[want("vpc-1"), want("vpc-gone")], &()).await;
        assert_eq!(asked.count("DescribeVpcAttribute"), 4);

        let vpcs = account.regions[HOME].ec2.vpcs.as_known().expect("VPCs were listed");
        assert_eq!(vpcs[0].enable_dns_support.as_known(), Some(&true));
        let Err(miss) = vpcs[0].enable_dns_hostnames.known() else { panic!("the answer lacks it") };
        assert!(format!("{miss:?}").contains(&format!("{:?}", GapKind::Malformed)), "{miss:?}");
    }
}
