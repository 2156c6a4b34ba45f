//! What can stop a packet, each with the name that AWS has for it and what it costs to mend.

/// A kind of obstacle.
macro_rules! codes {
    ($($name:ident = $code:literal $(aws $aws:literal)? $(costs $cost:literal)?;)*) => {
        /// A kind of obstacle. Its names are stable.
        ///
        /// AWS's names are those of VPC Reachability Analyzer:
        /// <https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html>
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`")] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Our name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// AWS's name, where it has one.
            pub const fn aws(self) -> Option<&'static str> {
                match self { $(Self::$name => codes!(@aws $($aws)?),)* }
            }

            /// How much it takes to mend; `None` where nothing mends it.
            pub const fn cost(self) -> Option<u32> {
                match self { $(Self::$name => codes!(@cost $($cost)?),)* }
            }
        }
    };
    (@aws $aws:literal) => { Some($aws) };
    (@aws) => { None };
    (@cost $cost:literal) => { Some($cost) };
    (@cost) => { None };
}

codes! {
    AclEgress = "network-acl-egress" aws "SUBNET_ACL_RESTRICTION" costs 2;
    AclIngress = "network-acl-ingress" aws "SUBNET_ACL_RESTRICTION" costs 2;
    AsymmetricReply = "asymmetric-reply" costs 3;
    BalancerState = "load-balancer-state" aws "BAD_STATE";
    BlockPublicAccess = "block-public-access" aws "VPC_BLOCK_PUBLIC_ACCESS_ENABLED" costs 2;
    ClientIsTarget = "client-is-target" aws "ELBV2_SOURCE_ADDRESS_PRESERVATION" costs 2;
    DatabaseNotPublic = "database-not-public" aws "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" costs 2;
    DisconnectedVpcs = "disconnected-vpcs" aws "DISCONNECTED_VPCS" costs 9;
    EgressOnlyGateway = "egress-only-gateway" costs 3;
    EndpointPort = "endpoint-port" aws "TARGET_PORT_RESTRICTION";
    EndpointProtocol = "endpoint-protocol" aws "VPCE_GATEWAY_PROTOCOL_RESTRICTION";
    EndpointRouteTable = "endpoint-route-table" aws "NO_ROUTE_TO_DESTINATION" costs 2;
    EndpointState = "endpoint-state" aws "BAD_STATE" costs 3;
    FunctionInbound = "function-inbound" aws "ENI_ADDRESS_RESTRICTION";
    InstanceNotRunning = "instance-not-running" aws "BAD_STATE" costs 2;
    InterfaceNotInUse = "interface-not-in-use" aws "BAD_STATE" costs 2;
    InternetGatewayDetached = "internet-gateway-detached" aws "BAD_STATE_ATTACHMENT" costs 3;
    ListenerMissing = "no-listener" aws "ELBV2_LISTENERS_MISMATCH" costs 2;
    ManagedInterface = "managed-interface" aws "ENI_ADDRESS_RESTRICTION";
    NatPrivate = "nat-private" aws "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" costs 3;
    NatProtocol = "nat-protocol" aws "PROTOCOL_RESTRICTION";
    NatReply = "reply-through-nat" aws "NGW_SOURCE_ADDRESS_REASSIGN" costs 3;
    NatState = "nat-state" aws "BAD_STATE" costs 3;
    NatUnsolicited = "nat-unsolicited" aws "NGW_DEST_ADDRESS_PRESERVATION";
    NatZone = "nat-zone" aws "REGIONAL_NGW_ROUTE_AZ_RESTRICTION" costs 3;
    NoAddressOfFamily = "no-address-of-family" aws "NO_SOURCE_OR_DESTINATION" costs 2;
    NoInterface = "no-interface" aws "NO_POSSIBLE_DESTINATION";
    NoInternetGateway = "no-internet-gateway" aws "NO_PATH" costs 6;
    NoPublicAddress = "no-public-address" aws "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS" costs 2;
    NotPubliclyAddressed = "not-publicly-addressed" aws "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" costs 2;
    NoTargets = "no-targets" aws "ELBV2_LISTENER_HAS_NO_TG" costs 2;
    PeeringAddress = "peering-address" aws "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR";
    PeeringState = "peering-state" aws "BAD_STATE" costs 2;
    PrivateDestination = "private-destination" aws "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
    RouteBlackhole = "route-blackhole" aws "BAD_STATE_ROUTE" costs 3;
    RouteMissing = "route-missing" aws "NO_ROUTE_TO_DESTINATION" costs 3;
    RouteTableUnused = "route-table-unused" aws "NO_ROUTE_TO_DESTINATION" costs 2;
    SecurityGroupEgress = "security-group-egress" aws "ENI_SG_RULES_MISMATCH" costs 1;
    SecurityGroupEmpty = "security-group-empty" aws "SG_HAS_NO_RULES" costs 1;
    SecurityGroupIngress = "security-group-ingress" aws "ENI_SG_RULES_MISMATCH" costs 1;
    SecurityGroupReference = "security-group-reference" aws "SG_REFERENCES_NOT_PRESERVED" costs 1;
    SecurityGroupTransit = "security-group-transit" aws "SG_REFERENCING_SUPPORT" costs 1;
    SharedCarrierAddress = "carrier-destination" aws "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS";
    SourceDestCheck = "source-dest-check" aws "ENI_SOURCE_DEST_CHECK_RESTRICTION" costs 1;
    TargetZone = "target-zone" aws "ELBV2_NO_TARGETS_IN_AZ" costs 2;
    TransitAssociation = "transit-association" aws "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION" costs 2;
    TransitAttachment = "transit-attachment" aws "BAD_STATE_ATTACHMENT" costs 3;
    TransitBlackhole = "transit-blackhole" aws "TGW_RTB_BAD_STATE_ROUTE" costs 3;
    TransitIpv6 = "transit-ipv6" costs 2;
    TransitRoute = "transit-route" aws "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT" costs 3;
    TransitZone = "transit-zone" aws "TGW_ATTACH_VPC_AZ_RESTRICTION" costs 3;
    UnroutableDestination = "unroutable-destination" aws "CANNOT_ROUTE";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_told_apart() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|it| it.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
