//! The requests of a task: it creates, updates, reads and deletes records, and reads from other APIs.

use ovh_api::Client;
use ovh_api::domain::zone::{RecordCreate, RecordType, RecordUpdate};

use crate::reads::READS;
use crate::report::Report;

const ZONES: [&str; 4] = ["example.com", "example.net", "example.org", "lovelace.example"];

/// Handles one record after the other, each with a unique name, until `next` returns `false`.
pub async fn edit_records(client: &Client, report: &Report, task: usize, next: impl Fn() -> bool) {
    let domain = client.domain();
    let zone = ZONES[task % ZONES.len()];
    let list = format!("/domain/zone/{zone}/record");
    for number in 0_usize.. {
        if !next() {
            return;
        }
        let name = format!("t{task}n{number}");
        let record = RecordCreate { sub_domain: Some(name.clone()), ..RecordCreate::new(RecordType::Txt, "first") };
        let created = domain.zone_record_create(zone, &record).await;
        report.write("POST", &list, &name, &created);
        let Ok(created) = created else { continue };
        let path = format!("{list}/{}", created.id);

        if !next() {
            return;
        }
        let update = RecordUpdate { target: Some(name.clone()), ..RecordUpdate::default() };
        let updated = domain.zone_record_update(zone, created.id, &update).await;
        report.write("PUT", &path, &name, &updated);

        if !next() {
            return;
        }
        let read = domain.zone_record_get(zone, created.id).await;
        report.read(&read);
        if let (Ok(()), Ok(read)) = (&updated, &read) {
            assert_eq!((read.id, read.target.as_str(), read.sub_domain.as_deref()), (created.id, &*name, Some(&*name)));
        }

        if !next() {
            return;
        }
        let read = READS[number % READS.len()];
        report.read(&read(client).await);

        if !next() {
            return;
        }
        report.write("DELETE", &path, "", &domain.zone_record_delete(zone, created.id).await);
    }
}
