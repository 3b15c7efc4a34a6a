//! The tables of tasks and actions, over the schemas of the workspace.

use std::fmt::Write as _;
use std::time::Duration;

use generator::model::{Scalar, Type};
use generator::schema::Method;
use serde_json::Value;

use super::State;
use super::act::action_name;
use crate::api::Api;
use crate::place::Place;
use crate::tasks::{Shape, base_name};

#[test]
fn actions_get_the_type_that_is_like_their_name() {
    let api = Api::read(None).unwrap();
    let mut table = String::new();
    for route in &api.table.routes {
        let operation = &route.operation;
        let response = match &operation.response {
            Type::List(item) => item,
            other => other,
        };
        let Some(shape) = Shape::of(&api.model.types, response) else { continue };
        if operation.method == Method::Get {
            continue;
        }
        let Some(best) = shape.function_of(&action_name(route)) else { continue };
        writeln!(table, "{} {} = {best}", operation.method.as_str(), operation.path).unwrap();
    }
    println!("{table}");
    for line in [
        "POST /vps/{serviceName}/reboot = rebootVm",
        "POST /vps/{serviceName}/start = startVm",
        "POST /vps/{serviceName}/stop = stopVm",
        "POST /vps/{serviceName}/reinstall = reinstallVm",
        "POST /vps/{serviceName}/rebuild = reinstallVm",
        "POST /vps/{serviceName}/createSnapshot = createSnapshot",
        "DELETE /vps/{serviceName}/snapshot = deleteSnapshot",
        "POST /vps/{serviceName}/snapshot/revert = revertSnapshot",
        "POST /vps/{serviceName}/setPassword = changeRootPassword",
        "POST /dedicated/server/{serviceName}/reboot = hardReboot",
        "POST /dedicated/server/{serviceName}/reinstall = reinstallServer",
        "POST /dedicated/server/{serviceName}/virtualMac = addVirtualMac",
        "POST /dedicated/server/{serviceName}/ipMove = moveFloatingIp",
    ] {
        assert!(table.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn task_types_are_found_by_their_status() {
    let api = Api::read(None).unwrap();
    let is_task = |name: &str| {
        let id = api.model.types.keys().find(|id| id.name == name).unwrap_or_else(|| panic!("{name}"));
        Shape::of(&api.model.types, &Type::Defined(id.clone(), Vec::new())).is_some()
    };
    for name in [
        "vps.Task",
        "dedicated.server.Task",
        "cloud.Operation",
        "common.Task",
        "common.CurrentTask",
        "dbaas.logs.Operation",
        "vrack.Task",
        "domain.Task",
        "dedicated.ceph.taskGet.response",
    ] {
        assert!(is_task(name), "{name}");
    }
    for name in ["vps.VPSWithIAM", "cloud.instance.Instance", "domain.DomainServiceWithIAM", "xdsl.AccessWithIAM"] {
        assert!(!is_task(name), "{name}");
    }
}

#[test]
fn due_changes_free_their_memory() {
    let api = Api::read(None).unwrap();
    let mut state = State::new(api, None, 0, Duration::from_secs(1));
    state.advance(1_000);
    let (place, text) = (Place::v1("/text"), Type::Scalar(Scalar::Text));
    state.set(&place, "before".into());
    let before = state.bytes();
    state.change_later(&place, &text, "later!".into(), Value::Null);
    state.change_later(&Place::v1("/other"), &text, "later!".into(), Value::Null);
    assert!(state.bytes() > before + 500, "{}", state.bytes());
    state.advance(1_999);
    assert_eq!(state.value(&place, &text).unwrap(), "before");
    state.advance(2_000);
    assert_eq!(state.value(&place, &text).unwrap(), "later!");
    assert_eq!(state.bytes(), before);
    assert!(!state.is_known(&Place::v1("/other")));
}

#[test]
fn forms_of_a_type_have_the_same_base_name() {
    for (one, other) in [
        ("cloud.user.User", "cloud.user.UserDetail"),
        ("okms.serviceKey.Response", "okms.serviceKey.ResponseWithIAM"),
        ("okms.secret.PostResponse", "okms.secret.GetResponseWithIAM"),
        ("dedicated.server.Task", "dedicated.server.task.Response"),
        ("common.Task", "common.CurrentTask"),
        ("cloud.region.Volume", "cloud.region.Volume.Create.Response"),
    ] {
        assert_eq!(base_name(one), base_name(other), "{one} {other}");
    }
    assert_ne!(base_name("cloud.instance.Instance"), base_name("cloud.instance.InstanceSnapshot"));
}
