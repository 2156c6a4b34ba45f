//! At a node of a load balancer: it takes what it has a listener for.

use crate::answer::Hop;
use crate::code::Code;

use super::{Packet, Session, Step, blocker};

impl<'w, 'a> Session<'w, 'a> {
    /// A load balancer answers at the ports of its listeners, and nothing else: no ping either.
    pub(super) fn answer_of_balancer(
        &self,
        packet: &Packet<'w, 'a>,
        answered: Packet<'w, 'a>,
        arn: &'a str,
        hop: Option<Hop>,
    ) -> Step<'w, 'a> {
        let state = self.world.balancers.get(arn).and_then(|it| it.it.state.as_ref()).map(|it| it.code.as_str());
        if let Some(state) = state.filter(|it| !matches!(*it, "active" | "active_impaired")) {
            let message = format!("the load balancer is {state}");
            return Step::lost(packet, blocker(Code::BalancerState, arn, message));
        }
        let listening = match self.world.listening(arn, self.protocol) {
            Ok(ports) => ports,
            Err(unseen) => return Step::unseen(packet, unseen),
        };
        let ports = packet.ports.and(&listening);
        if !ports.is_empty() {
            return Step::free(Packet { ports, ..answered }, hop);
        }
        let what = if listening.is_empty() { "nothing".to_owned() } else { listening.to_string() };
        let message = format!("the load balancer listens at {what} for {}, and drops everything else", self.protocol);
        let wanted = packet.ports.ranges().first().map_or(0, |(first, _)| *first);
        let fix = format!(
            "aws elbv2 create-listener --load-balancer-arn {arn} --protocol PROTOCOL --port {wanted} --default-actions Type=forward,TargetGroupArn=TARGET_GROUP"
        );
        Step::lost(packet, blocker(Code::ListenerMissing, arn, message).fix(fix))
    }
}
