//! Tasks: their phases, dates and lists.

use std::time::Duration;

use ovh_sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::RawClient;

const VPS: &str = "/vps/vps-1a2b3c4d.vps.ovh.net";

async fn sandbox(milliseconds: u64) -> (Sandbox, RawClient) {
    let sandbox = Sandbox::builder().task_time(Duration::from_millis(milliseconds)).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    (sandbox, raw)
}

#[tokio::test]
async fn task_moves_from_todo_to_done() {
    let (_sandbox, raw) = sandbox(1_500).await;
    let task = raw.call("POST", &format!("{VPS}/reboot"), "").await.ok();
    assert_eq!((&task["state"], &task["type"], &task["progress"]), (&json!("todo"), &json!("rebootVm"), &json!(0)));
    let path = format!("{VPS}/tasks/{}", task["id"]);
    assert!(!raw.get(&format!("{VPS}/tasks?state=done")).await.ok().as_array().unwrap().contains(&task["id"]));
    sleep(Duration::from_millis(400)).await;
    let doing = raw.get(&path).await.ok();
    assert_eq!((&doing["state"], &doing["date"]), (&json!("doing"), &task["date"]));
    assert!((1..100).contains(&doing["progress"].as_i64().unwrap()), "{doing}");
    sleep(Duration::from_millis(1_300)).await;
    let done = raw.get(&path).await.ok();
    assert_eq!((&done["state"], &done["progress"], &done["type"]), (&json!("done"), &json!(100), &json!("rebootVm")));
    assert!(raw.get(&format!("{VPS}/tasks?state=done")).await.ok().as_array().unwrap().contains(&task["id"]));
    assert!(!raw.get(&format!("{VPS}/tasks?state=todo")).await.ok().as_array().unwrap().contains(&task["id"]));
}

#[tokio::test]
async fn tasks_of_a_fresh_service_are_done() {
    let (_sandbox, raw) = sandbox(100).await;
    let new = raw.call("POST", &format!("{VPS}/reboot"), "").await.ok();
    for (list, status) in [(format!("{VPS}/tasks"), "state"), ("/domain/example.com/task".to_owned(), "status")] {
        for id in raw.get(&list).await.ok().as_array().unwrap() {
            let task = raw.get(&format!("{list}/{id}")).await.ok();
            if *id == new["id"] {
                continue;
            }
            assert_eq!(task[status], "done", "{task}");
            let dates = task.as_object().unwrap().iter().filter(|(name, _)| name.to_lowercase().contains("date"));
            for (name, date) in dates.filter(|(_, date)| !date.is_null()) {
                assert!(date.as_str() < new["date"].as_str(), "{name} {task}");
            }
        }
    }
}

#[tokio::test]
async fn dates_are_set_as_the_task_moves() {
    let (_sandbox, raw) = sandbox(1_000).await;
    let server = raw.get("/dedicated/server").await.ok()[0].as_str().unwrap().to_owned();
    let task = raw.call("POST", &format!("/dedicated/server/{server}/reboot"), "").await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("hardReboot"), &json!("todo")));
    assert_eq!(task["doneDate"], Value::Null);
    let path = format!("/dedicated/server/{server}/task/{}", task["taskId"]);
    assert_eq!(raw.get(&path).await.ok(), task);
    sleep(Duration::from_millis(1_100)).await;
    let done = raw.get(&path).await.ok();
    assert_eq!(done["status"], "done");
    let date = |name: &str| done[name].as_str().unwrap().to_owned();
    assert!(date("startDate") <= date("doneDate") && date("doneDate") <= date("lastUpdate"), "{done}");
}

#[tokio::test]
async fn task_of_another_form_is_in_the_list() {
    let (_sandbox, raw) = sandbox(100).await;
    let server = raw.get("/dedicated/server").await.ok()[0].as_str().unwrap().to_owned();
    let body = json!({"operatingSystem": "debian12_64"}).to_string();
    let task = raw.call("POST", &format!("/dedicated/server/{server}/reinstall"), &body).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("reinstallServer"), &json!("todo")));
    let listed = raw.get(&format!("/dedicated/server/{server}/task/{}", task["taskId"])).await.ok();
    assert_eq!(listed["function"], "reinstallServer");
}

#[tokio::test]
async fn clock_jump_completes_tasks() {
    let sandbox = Sandbox::builder().task_time(Duration::from_mins(30)).jump_every(6.try_into().unwrap());
    let sandbox = sandbox.start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let task = raw.call("POST", &format!("{VPS}/stop"), "").await.ok();
    let path = format!("/1.0{VPS}/tasks/{}", task["id"]);
    let mut states = Vec::new();
    for hour in [0, 0, 0, 0, 1] {
        let time = crate::support::now() + hour * 61 * 60;
        let task = crate::support::send(raw.signed_at("GET", &path, "", time)).await.ok();
        states.push(task["state"].as_str().unwrap().to_owned());
    }
    assert_eq!(states, ["todo", "todo", "todo", "todo", "done"]);
}

#[tokio::test]
async fn tasks_count_towards_the_maximum_state() {
    let sandbox = Sandbox::builder().task_time(Duration::from_secs(3_600)).max_state(1 << 20).start().await.unwrap();
    let raw = RawClient::new(&sandbox);
    let mut accepted = 0;
    while raw.call("POST", &format!("{VPS}/reboot"), "").await.status == 200 {
        accepted += 1;
        assert!(accepted < 2_000);
    }
    raw.call("POST", &format!("{VPS}/reboot"), "").await.rejected(507, "Server::InsufficientStorage");
}

#[tokio::test]
async fn cancelled_task_stays_cancelled() {
    let (_sandbox, raw) = sandbox(400).await;
    let server = raw.get("/dedicated/server").await.ok()[0].as_str().unwrap().to_owned();
    let task = raw.call("POST", &format!("/dedicated/server/{server}/reboot"), "").await.ok();
    let path = format!("/dedicated/server/{server}/task/{}", task["taskId"]);
    raw.call("POST", &format!("{path}/cancel"), "").await.ok();
    assert_eq!(raw.get(&path).await.ok()["status"], "cancelled");
    sleep(Duration::from_millis(500)).await;
    assert_eq!(raw.get(&path).await.ok()["status"], "cancelled");
}

#[tokio::test]
async fn operation_names_the_object_it_creates() {
    let (_sandbox, raw) = sandbox(300).await;
    let project = raw.get("/cloud/project").await.ok()[0].as_str().unwrap().to_owned();
    let region = raw.get(&format!("/cloud/project/{project}/region")).await.ok()[0].as_str().unwrap().to_owned();
    let body = json!({"name": "private", "vlanId": 7}).to_string();
    let list = format!("/cloud/project/{project}/region/{region}/network");
    let operation = raw.call("POST", &list, &body).await.ok();
    assert_eq!((&operation["status"], &operation["action"]), (&json!("created"), &json!("createNetwork")));
    assert_eq!((&operation["completedAt"], &operation["progress"]), (&Value::Null, &json!(0)));
    let network = raw.get(&format!("{list}/{}", operation["resourceId"].as_str().unwrap())).await.ok();
    assert_eq!(network["name"], "private");
    sleep(Duration::from_millis(350)).await;
    let path = format!("/cloud/project/{project}/operation/{}", operation["id"].as_str().unwrap());
    let done = raw.get(&path).await.ok();
    assert_eq!((&done["status"], &done["progress"]), (&json!("completed"), &json!(100)));
    assert!(done["startedAt"].as_str().unwrap() <= done["completedAt"].as_str().unwrap(), "{done}");
}

#[tokio::test]
async fn task_of_another_api_is_in_the_list_of_the_service() {
    let (_sandbox, raw) = sandbox(200).await;
    let task = raw.call("POST", &format!("{VPS}/backupftp/password"), "").await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("changePasswordBackupFTP"), &json!("todo")));
    let path = format!("{VPS}/tasks/{}", task["taskId"]);
    assert_eq!(raw.get(&path).await.ok()["state"], "todo");
    let hosting = raw.get("/hosting/web").await.ok()[0].as_str().unwrap().to_owned();
    let restore = format!("/hosting/web/{hosting}/restoreSnapshot");
    let task = raw.call("POST", &restore, r#"{"backup":"daily.1"}"#).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("web/restoreSnapshot"), &json!("todo")));
    sleep(Duration::from_millis(250)).await;
    assert_eq!(raw.get(&path).await.ok()["state"], "done");
    let task = raw.get(&format!("/hosting/web/{hosting}/tasks/{}", task["id"])).await.ok();
    assert_eq!((&task["function"], &task["status"]), (&json!("web/restoreSnapshot"), &json!("done")));
}

#[tokio::test]
async fn task_names_the_objects_that_it_is_about() {
    let (_sandbox, raw) = sandbox(200).await;
    let body = r#"{"host":"ns1.example.com","ips":["192.0.2.3"]}"#;
    let task = raw.call("POST", "/domain/example.com/glueRecord", body).await.ok();
    assert_eq!((&task["domain"], &task["function"]), (&json!("example.com"), &json!("DomainHostCreate")), "{task}");
    let logs = raw.get("/dbaas/logs").await.ok()[0].as_str().unwrap().to_owned();
    let body = r#"{"title":"access","description":"of the shop"}"#;
    let operation = raw.call("POST", &format!("/dbaas/logs/{logs}/output/graylog/stream"), body).await.ok();
    assert_eq!((&operation["state"], &operation["aliasId"]), (&json!("PENDING"), &Value::Null), "{operation}");
    let stream = format!("/dbaas/logs/{logs}/output/graylog/stream/{}", operation["streamId"].as_str().unwrap());
    assert_eq!(raw.get(&stream).await.ok()["title"], "access");
}
