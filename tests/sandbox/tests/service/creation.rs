//! Created and changed objects: what was sent comes back, and states reach their targets.

use serde_json::json;

use crate::actions::{first, sandbox, wait};

#[tokio::test]
async fn created_object_is_returned_in_any_form() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let user = raw.call("POST", &format!("{project}/user"), r#"{"description":"tf"}"#).await.ok();
    assert_eq!(user["description"], "tf");
    let read = raw.get(&format!("{project}/user/{}", user["id"])).await.ok();
    for field in read.as_object().unwrap().keys().filter(|field| *field != "status") {
        assert_eq!(read[field], user[field], "{field}");
    }
    let again = raw.call("POST", &format!("{project}/user/{}/regeneratePassword", user["id"]), "").await.ok();
    assert_eq!((&again["id"], &again["description"]), (&user["id"], &json!("tf")));

    let cart = raw.call("POST", "/order/cart", r#"{"ovhSubsidiary":"FR"}"#).await.ok();
    let cart = format!("/order/cart/{}", cart["cartId"].as_str().unwrap());
    let body = json!({"duration": "P1M", "planCode": "vps-value-1-4-80", "pricingMode": "default", "quantity": 2});
    let item = raw.call("POST", &format!("{cart}/vps"), &body.to_string()).await.ok();
    assert_eq!((&item["duration"], &item["settings"]["quantity"]), (&json!("P1M"), &json!(2)));
    assert_eq!(item["settings"]["planCode"], "vps-value-1-4-80");
    assert_eq!(raw.get(&format!("{cart}/item/{}", item["itemId"])).await.ok(), item);
}

#[tokio::test]
async fn list_in_a_body_creates_several_objects() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let kube = first(&raw, &format!("{project}/kube"), "").await;
    let body = r#"{"ips":["192.0.2.0/24","198.51.100.7/32"]}"#;
    let ips = raw.call("POST", &format!("{kube}/ipRestrictions"), body).await.ok();
    let read = raw.get(&format!("{kube}/ipRestrictions")).await.ok();
    assert_eq!(read, ips);
    assert!(ips.as_array().unwrap().contains(&json!("192.0.2.0/24")), "{ips}");
    let body = json!({"flavorId": "b3-8", "imageId": "debian", "region": "GRA11", "name": "node", "number": 3});
    let made = raw.call("POST", &format!("{project}/instance/bulk"), &body.to_string()).await.ok();
    assert_eq!(made.as_array().unwrap().len(), 3);
    let listed = raw.get(&format!("{project}/instance")).await.ok();
    for one in made.as_array().unwrap() {
        assert!(listed.as_array().unwrap().iter().any(|known| known["id"] == one["id"]), "{one}");
    }
}

#[tokio::test]
async fn put_returns_the_object_in_its_own_form() {
    let (_sandbox, raw) = sandbox().await;
    let before = raw.get("/domain/example.com").await.ok();
    let put = raw.call("PUT", "/domain/example.com", r#"{"transferLockStatus":"unlocked"}"#).await.ok();
    assert_eq!((&put["transferLockStatus"], &put["domain"]), (&json!("unlocked"), &before["domain"]));
    assert!(put.get("iam").is_none());
    assert_eq!(raw.get("/domain/example.com").await.ok()["transferLockStatus"], "unlocked");
}

#[tokio::test]
async fn asynchronous_resource_reaches_its_target() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let id = v2("GET", "/vrackServices/resource", "").await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/vrackServices/resource/{id}");
    let before = v2("GET", &path, "").await;
    assert_eq!((&before["resourceStatus"], &before["currentTasks"]), (&json!("READY"), &json!([])));
    let spec = json!({"subnets": [{"cidr": "10.0.0.0/24", "displayName": "one", "serviceEndpoints": [],
        "serviceRange": {"cidr": "10.0.0.0/29"}, "vlan": 30}]});
    let body = json!({"targetSpec": spec, "checksum": before["checksum"]}).to_string();
    let put = v2("PUT", &path, &body).await;
    assert_eq!((&put["resourceStatus"], &put["targetSpec"]["subnets"][0]["vlan"]), (&json!("UPDATING"), &json!(30)));
    assert_ne!(put["checksum"], before["checksum"]);
    assert_ne!(v2("GET", &path, "").await["currentTasks"], json!([]));
    wait().await;
    let after = v2("GET", &path, "").await;
    assert_eq!(after["resourceStatus"], "READY");
    assert_eq!(after["currentState"]["subnets"][0]["vlan"], 30, "{after}");
    assert_eq!(after["currentTasks"], json!([]));
}

#[tokio::test]
async fn service_key_is_returned_as_it_was_sent() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let id = v2("GET", "/okms/resource", "").await[0]["id"].as_str().unwrap().to_owned();
    let list = format!("/okms/resource/{id}/serviceKey");
    let body = json!({"name": "disk", "type": "oct", "size": 256, "operations": ["encrypt", "decrypt"]});
    let made = v2("POST", &list, &body.to_string()).await;
    for field in ["name", "type", "size", "operations"] {
        assert_eq!(made[field], body[field], "{made}");
    }
    let read = v2("GET", &format!("{list}/{}", made["id"].as_str().unwrap()), "").await;
    for field in made.as_object().unwrap().keys() {
        assert_eq!(made[field], read[field], "{field}");
    }
}

#[tokio::test]
async fn parameters_change_fields_of_similar_names() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let body = json!({"image": "nginx", "name": "shop", "region": "GRA", "resources": {"cpu": 2},
        "deploymentStrategy": null, "scalingStrategy": null});
    let app = raw.call("POST", &format!("{project}/ai/app"), &body.to_string()).await.ok();
    assert_eq!((&app["spec"]["name"], &app["spec"]["image"]), (&json!("shop"), &json!("nginx")), "{app}");
    let body = json!({"name": "mine", "publicKey": "ssh-ed25519 AAAA", "region": "GRA11"});
    let key = raw.call("POST", &format!("{project}/sshkey"), &body.to_string()).await.ok();
    assert_eq!(key["regions"], json!(["GRA11"]));
    let body = json!({"name": "one", "flavorId": "b3-8", "imageId": "debian", "region": "GRA11"});
    let instance = raw.call("POST", &format!("{project}/instance"), &body.to_string()).await.ok();
    assert_eq!((&instance["flavor"]["id"], &instance["image"]["id"]), (&json!("b3-8"), &json!("debian")));
}

#[tokio::test]
async fn created_resource_becomes_ready() {
    let (_sandbox, raw) = sandbox().await;
    let v2 = async |method: &str, path: &str, body: &str| {
        crate::support::send(raw.signed(method, &format!("/v2{path}"), body)).await.ok()
    };
    let project = v2("GET", "/publicCloud/project", "").await[0]["id"].as_str().unwrap().to_owned();
    let list = format!("/publicCloud/project/{project}/rancher");
    let body = json!({"targetSpec": {"name": "fleet", "plan": "STANDARD"}}).to_string();
    let made = v2("POST", &list, &body).await;
    assert_eq!((&made["resourceStatus"], &made["targetSpec"]["name"]), (&json!("CREATING"), &json!("fleet")));
    assert_eq!(made["currentTasks"].as_array().unwrap().len(), 1, "{made}");
    let path = format!("{list}/{}", made["id"].as_str().unwrap());
    assert_eq!(v2("GET", &path, "").await, made);
    wait().await;
    let ready = v2("GET", &path, "").await;
    assert_eq!((&ready["resourceStatus"], &ready["currentState"]["name"]), (&json!("READY"), &json!("fleet")));
    assert_eq!(ready["currentTasks"], json!([]));
}

#[tokio::test]
async fn nodes_reach_the_desired_number() {
    let (_sandbox, raw) = sandbox().await;
    let project = first(&raw, "/cloud/project", "").await;
    let kube = first(&raw, &format!("{project}/kube"), "").await;
    let body = json!({"name": "pool", "flavorName": "b3-8", "desiredNodes": 3}).to_string();
    let pool = raw.call("POST", &format!("{kube}/nodepool"), &body).await.ok();
    assert_eq!((&pool["status"], &pool["flavor"]), (&json!("INSTALLING"), &json!("b3-8")));
    let path = format!("{kube}/nodepool/{}", pool["id"].as_str().unwrap());
    wait().await;
    let ready = raw.get(&path).await.ok();
    assert_eq!((&ready["status"], &ready["currentNodes"]), (&json!("READY"), &json!(3)), "{ready}");
    raw.call("PUT", &path, r#"{"desiredNodes":5}"#).await.ok();
    wait().await;
    assert_eq!(raw.get(&path).await.ok()["currentNodes"], 5);
}

#[tokio::test]
async fn unsent_fields_are_left_out() {
    let (_sandbox, raw) = sandbox().await;
    let policy =
        r#"{"name": "p", "identities": [], "resources": [], "permissions": {"allow": [{"action": "vps:apiovh:get"}]}}"#;
    let policy = crate::support::send(raw.signed("POST", "/v2/iam/policy", policy)).await.ok();
    assert_eq!(policy["permissions"]["allow"], json!([{"action": "vps:apiovh:get"}]));
    for field in ["deny", "except"] {
        let others = &policy["permissions"][field];
        assert!(others.is_null() || others == &json!([]), "{field}: {others}");
    }
    assert!(policy["permissionsGroups"].is_null() || policy["permissionsGroups"] == json!([]), "{policy}");
    let project = "/cloud/project/8d5d3f1c9a7b4e2f8c6a1b0d9e7f5c3a";
    let volume = r#"{"region": "GRA11", "size": 10, "type": "classic"}"#;
    let volume = raw.call("POST", &format!("{project}/volume"), volume).await.ok();
    assert_eq!((&volume["attachedTo"], &volume["description"]), (&json!([]), &json!("")));
}

#[tokio::test]
async fn fields_that_follow_from_the_path_agree_with_it() {
    let (_sandbox, raw) = sandbox().await;
    let account = r#"{"accountName": "sue", "password": "a long password"}"#;
    raw.call("POST", "/email/domain/example.org/account", account).await.ok();
    let account = raw.get("/email/domain/example.org/account/sue").await.ok();
    assert_eq!(account["email"], "sue@example.org");
    let user = r#"{"login": "zed", "email": "zed@example.org", "password": "a long password", "description": ""}"#;
    raw.call("POST", "/me/identity/user", user).await.ok();
    assert_eq!(raw.get("/me/identity/user/zed").await.ok()["urn"], "urn:v1:eu:identity:user:fl4210-ovh/zed");
}

#[tokio::test]
async fn reverse_name_is_replaced() {
    let (_sandbox, raw) = sandbox().await;
    let reverse = r#"{"ipReverse": "198.51.100.10", "reverse": "db.example.com."}"#;
    raw.call("POST", "/ip/198.51.100.10%2F32/reverse", reverse).await.ok();
    let found = raw.get("/ip/198.51.100.10%2F32/reverse/198.51.100.10").await.ok();
    assert_eq!(found["reverse"], "db.example.com.");
    assert_eq!(raw.get("/ip/198.51.100.10%2F32/reverse").await.ok(), json!(["198.51.100.10"]));
}
