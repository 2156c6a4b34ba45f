//! Functions of Lambda, and what of them is asked one by one.

use awslab_policy::Document;

use super::api_routes::ApiRoutes;
use super::principals::parse;
use super::regional::{Kind, Located};
use crate::arn::Arn;
use crate::call::GET_POLICY;
use crate::fetched::Fetched;
use crate::model::lambda::{Function, FunctionUrlConfig};
use crate::model::{Region, Tag};
use crate::plan::{FunctionDetail, Want};
use crate::verdict::{Miss, Subject};

impl Kind for Function {
    const NOUN: &'static str = "function";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::Lambda::Function";
    const PLACEHOLDER: &'static str = "function";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.lambda.functions
    }

    fn id(&self) -> &str {
        &self.function_name
    }

    fn name(&self) -> &str {
        &self.function_name
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        self.tags.clone().map(|tags| tags.into_iter().map(|(key, value)| Tag { key, value }).collect())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        format!("arn:{partition}:lambda:{place}:function:{}", self.function_name)
    }
}

impl<'a> Located<'a, Function> {
    /// `Active` where it can be called.
    pub fn state(&self) -> Result<&'a str, Miss> {
        self.asked(&self.get().state, FunctionDetail::State, None).map(String::as_str)
    }

    /// `Successful` where the last change of it is in force.
    pub fn last_update_status(&self) -> Result<&'a str, Miss> {
        self.asked(&self.get().last_update_status, FunctionDetail::State, None).map(String::as_str)
    }

    /// How many of it run at the same time at most; `None` where no number is set.
    pub fn reserved_concurrency(&self) -> Result<Option<u32>, Miss> {
        self.asked(&self.get().reserved_concurrent_executions, FunctionDetail::Concurrency, None).copied()
    }

    /// Its own URLs.
    pub fn urls(&self) -> Result<&'a [FunctionUrlConfig], Miss> {
        self.asked(&self.get().function_url_configs, FunctionDetail::Urls, None).map(Vec::as_slice)
    }

    /// A version or an alias of it; `None` where there is none of that name.
    pub fn qualified(&self, qualifier: &str) -> Result<Option<&'a Function>, Miss> {
        match self.get().qualifiers.get(qualifier) {
            Some(found) => Ok(self.asked(found, FunctionDetail::State, Some(qualifier))?.as_ref()),
            None => Err(self.wanted(FunctionDetail::State, Some(qualifier))),
        }
    }

    /// What the policy of it, or of a version or an alias of it, says; `None` where it has none.
    pub fn policy(&self, qualifier: Option<&str>) -> Result<Option<Document>, Miss> {
        let holder = match qualifier {
            Some(qualifier) => self.qualified(qualifier)?,
            None => Some(self.get()),
        };
        let Some(holder) = holder else { return Ok(None) };
        let text = self.asked(&holder.policy, FunctionDetail::Policy, qualifier)?;
        let title = || format!("policy of function {}", self.function_name);
        text.as_ref().map(|text| parse(GET_POLICY, text, &title())).transpose()
    }

    /// The function as its callers get it: the versions and aliases that routes name, and itself, where one calls it
    /// without a name for a version, or none calls it.
    pub fn in_use(&self, routes: &ApiRoutes<'a>) -> Result<Vec<FunctionInUse<'a>>, Miss> {
        let mut qualifiers: Vec<Option<&str>> = routes.live.iter().map(|route| route.function.published()).collect();
        qualifiers.sort_unstable();
        qualifiers.dedup();
        if qualifiers.is_empty() {
            qualifiers.push(None);
        }
        let mut in_use = Vec::new();
        for qualifier in qualifiers {
            let configuration = match qualifier {
                Some(qualifier) => self.qualified(qualifier)?,
                None => Some(self.get()),
            };
            let qualifier = qualifier.map(str::to_owned);
            in_use.extend(configuration.map(|it| FunctionInUse { function: *self, configuration: it, qualifier }));
        }
        Ok(in_use)
    }

    fn asked<'f, T>(
        &self,
        fetched: &'f Fetched<T>,
        detail: FunctionDetail,
        qualifier: Option<&str>,
    ) -> Result<&'f T, Miss> {
        if fetched.is_not_collected() { Err(self.wanted(detail, qualifier)) } else { fetched.known() }
    }

    fn wanted(&self, detail: FunctionDetail, qualifier: Option<&str>) -> Miss {
        Miss::wanted(Want::Function {
            detail,
            function: self.function_name.clone(),
            qualifier: qualifier.map(str::to_owned),
            region: self.region.to_owned(),
        })
    }
}

/// A function, or the version or alias of it that is called.
#[derive(Debug, Clone)]
pub struct FunctionInUse<'a> {
    /// The function.
    pub function: Located<'a, Function>,
    /// How it, or the version, is set up.
    pub configuration: &'a Function,
    /// The version or the alias.
    pub qualifier: Option<String>,
}

impl Subject for FunctionInUse<'_> {
    fn arn(&self) -> Arn {
        let function = self.function.arn();
        match &self.qualifier {
            Some(qualifier) => format!("{function}:{qualifier}").parse().expect("it is a longer ARN"),
            None => function,
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let own = self.qualifier.iter().map(|qualifier| ("qualifier", qualifier.clone()));
        own.chain(self.function.names()).collect()
    }
}
