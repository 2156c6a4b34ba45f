//! How much is known of functions and APIs.

use super::Survey;
use crate::model::Region;
use crate::model::lambda::Function;

impl Survey {
    pub(super) fn add_apis(&mut self, region: &Region) {
        self.add(&region.api_gateway.rest_apis);
        for api in region.api_gateway.rest_apis.as_known().into_iter().flatten() {
            self.add(&api.resources);
            self.add(&api.stages);
            api.deployments.values().for_each(|deployment| self.add(deployment));
        }
        self.add(&region.api_gateway_v2.apis);
        for api in region.api_gateway_v2.apis.as_known().into_iter().flatten() {
            self.add(&api.integrations);
            self.add(&api.routes);
            self.add(&api.stages);
        }
    }

    pub(super) fn add_domains(&mut self, region: &Region) {
        self.add(&region.api_gateway.domain_names);
        for domain in region.api_gateway.domain_names.as_known().into_iter().flatten() {
            self.add(&domain.base_path_mappings);
        }
        self.add(&region.api_gateway_v2.domain_names);
        for domain in region.api_gateway_v2.domain_names.as_known().into_iter().flatten() {
            self.add(&domain.api_mappings);
        }
    }

    /// Those of its versions and aliases with its own.
    pub(super) fn add_policies(&mut self, function: &Function) {
        self.add(&function.policy);
        let qualified = function.qualifiers.values().filter_map(|it| it.as_known()?.as_ref());
        qualified.for_each(|it| self.add_policies(it));
    }
}
