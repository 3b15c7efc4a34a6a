//! Requests with a client of their own, which can be stored, sent later and spawned.

use futures_util::StreamExt as _;

use super::sample::{Domain, parameters};
use crate::testing::MockTransport;
use crate::{Call, Client, Method, Request, Unbound};

const LIST: &str = "/domain/zone/z/record";

fn client() -> Client {
    let record = |id: i64| format!(r#"{{"fieldType":"A","id":{id},"type":""}}"#);
    super::mocked(
        MockTransport::new()
            .answer(Method::Get, LIST, 200, "[1,2]")
            .answer(Method::Get, "/domain/zone/z/record/1", 200, record(1))
            .answer(Method::Get, "/domain/zone/z/record/2", 200, record(2)),
    )
}

/// A program's own type, with the API in a field.
struct Zone {
    api: Domain<Client>,
}

impl Zone {
    fn records(&self) -> Request<Client, Vec<i64>, parameters::ZoneRecord> {
        self.api.clone().zone_record("z")
    }
}

#[tokio::test]
async fn owned_request_is_awaited_and_spawned() {
    let zone = Zone { api: Domain::new(client()) };
    assert_eq!(zone.records().await.unwrap(), [1, 2]);
    let call: Call<'static, Vec<i64>> = zone.records().into_future();
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap(), [1, 2]);
    let response = tokio::spawn(zone.records().with_response().send()).await.unwrap().unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, &vec![1, 2]));
    assert_eq!(zone.records().items().page_size(5).count().await, 2);
}

#[tokio::test]
async fn future_of_a_borrowed_client_is_static() {
    let call = {
        let client = client();
        Domain::new(&client).zone_record("z").send()
    };
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap(), [1, 2]);
    let client = client();
    let domain = Domain::new(&client);
    let (list, record) =
        tokio::try_join!(domain.zone_record("z").send(), domain.zone_record_get("z", 1).send()).unwrap();
    assert_eq!((list, record.id), (vec![1, 2], Some(1)));
}

#[tokio::test]
async fn expansion_without_borrows_is_spawned() {
    let records = {
        let client = client();
        let domain = Domain::new(Unbound);
        Domain::new(&client).zone_record("z").expand(move |id| domain.zone_record_get("z", id))
    };
    let ids = tokio::spawn(records.map(|record| record.unwrap().0).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(ids, [1, 2]);
}
