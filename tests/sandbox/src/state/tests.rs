//! The tables of tasks and actions, over the schemas of the workspace.

use std::fmt::Write as _;

use generator::model::Type;
use generator::schema::Method;

use super::act::action_name;
use crate::api::Api;
use crate::tasks::Shape;

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
