//! One small network for each rule of the network, and for each kind of obstacle.

mod across;
mod balancers;
mod basics;
mod causes;
mod codes;
mod internet;
mod services;
mod sets;
