//! Where a task's download comes from.

use super::Setting;
use crate::experiment::Source;
use crate::workload::{ContentKind, Resource};

/// Where a download comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceOrigin {
    /// A server, or the service worker, at this address. It takes the time that it takes.
    Address(String),
    /// A blob of the worker's own, once so much time has passed.
    Blob {
        /// How long, ms.
        delay_ms: u32,
        /// What it is like.
        form: ContentKind,
        /// How large it is, bytes.
        size: u64,
    },
}

impl Setting {
    /// Where this task's resource comes from: its own address where it has one, else the built-in source, which
    /// `www/sw.js` is in one of its forms.
    pub fn origin(&self, task: u32, resource: &Resource) -> ResourceOrigin {
        let Resource { delay_ms, size, form, url, .. } = resource;
        match (url, self.source) {
            (Some(url), _) => ResourceOrigin::Address(url.clone()),
            (None, Source::ServiceWorker) => {
                let Self { base, run, .. } = self;
                let form = match form {
                    ContentKind::Bytes => "bytes",
                    ContentKind::Json => "json",
                };
                let query = format!("run={run}&task={task}&delay={delay_ms}&size={size}&form={form}");
                ResourceOrigin::Address(format!("{base}source/?{query}"))
            }
            (None, Source::Blob) => ResourceOrigin::Blob { delay_ms: *delay_ms, form: *form, size: *size },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::WorkRate;

    fn setting(source: Source) -> Setting {
        Setting {
            base: "https://example.org/lab/".into(),
            files: "https://example.org/lab/release/".into(),
            source,
            run: 17,
            epoch_ms: 0.0,
            tells_preemption: false,
            work_rate: WorkRate::default(),
            recording: true,
        }
    }

    fn resource(url: Option<&str>) -> Resource {
        let url = url.map(str::to_owned);
        Resource { delay_ms: 100, size: 2048, form: ContentKind::Json, keep: true, url }
    }

    #[test]
    fn the_service_worker_is_told_whose_request_it_is_and_what_to_answer() {
        let expected = "https://example.org/lab/source/?run=17&task=3&delay=100&size=2048&form=json";
        let origin = setting(Source::ServiceWorker).origin(3, &resource(None));
        assert_eq!(origin, ResourceOrigin::Address(expected.into()));
    }

    #[test]
    fn a_blob_takes_its_place_after_the_same_delay() {
        let expected = ResourceOrigin::Blob { delay_ms: 100, form: ContentKind::Json, size: 2048 };
        assert_eq!(setting(Source::Blob).origin(3, &resource(None)), expected);
    }

    #[test]
    fn an_address_of_its_own_comes_first() {
        for source in [Source::ServiceWorker, Source::Blob] {
            let origin = setting(source).origin(3, &resource(Some("https://example.com/a")));
            assert_eq!(origin, ResourceOrigin::Address("https://example.com/a".into()));
        }
    }
}
