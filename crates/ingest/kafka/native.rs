//! What librdkafka knows and its safe wrapper does not show: a topic's own id, a record's leader epoch.
//!
//! The one place of the program where `unsafe` stands.
#![expect(unsafe_code, reason = "rdkafka 0.39 shows neither topic ids nor leader epochs")]

use std::ffi::{CStr, CString, c_char};
use std::ptr;
use std::time::Duration;

use rdkafka::bindings as native;
use rdkafka::client::{Client, ClientContext};
use rdkafka::message::BorrowedMessage;

/// The leader epoch in which a record was written; `None` where its broker does not say.
pub(super) fn leader_epoch(message: &BorrowedMessage<'_>) -> Option<i32> {
    // SAFETY: the pointer is that of the message lent to us, which outlives the call; librdkafka only reads it.
    let epoch = unsafe { native::rd_kafka_message_leader_epoch(message.ptr()) };
    (epoch >= 0).then_some(epoch)
}

/// The id a topic was given when it was made, as `broker` knows it; `None` where it does not say in time, or knows of
/// none.
pub(super) fn topic_id<C: ClientContext>(
    client: &Client<C>,
    topic: &str,
    broker: i32,
    wait: Duration,
) -> Option<String> {
    let name = CString::new(topic).ok()?;
    let wait_ms = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
    Answer::of(client, &name, broker, wait_ms)?.topic_id()
}

/// librdkafka's answer to a question about one topic; destroyed when dropped.
struct Answer(ptr::NonNull<native::rd_kafka_event_t>);

impl Answer {
    fn of<C: ClientContext>(
        client: &Client<C>,
        topic: &CStr,
        broker: i32,
        wait_ms: i32,
    ) -> Option<Self> {
        let rk = client.native_ptr();
        let mut names: [*const c_char; 1] = [topic.as_ptr()];
        let any = native::rd_kafka_admin_op_t::RD_KAFKA_ADMIN_OP_DESCRIBETOPICS;
        // SAFETY: `rk` lives as long as `client`, `names` and what it points to as long as this call; librdkafka copies
        // what it needs of collection and options before it returns, each made here is destroyed here once, and
        // destroying a queue that an answer is still owed to is allowed.
        let event = unsafe {
            let options = native::rd_kafka_AdminOptions_new(rk, any);
            let mut reason = [0; 1];
            native::rd_kafka_AdminOptions_set_request_timeout(
                options,
                wait_ms,
                reason.as_mut_ptr(),
                reason.len(),
            );
            native::rd_kafka_AdminOptions_set_broker(
                options,
                broker,
                reason.as_mut_ptr(),
                reason.len(),
            );
            let topics = native::rd_kafka_TopicCollection_of_topic_names(names.as_mut_ptr(), 1);
            let queue = native::rd_kafka_queue_new(rk);
            native::rd_kafka_DescribeTopics(rk, topics, options, queue);
            let event = native::rd_kafka_queue_poll(queue, wait_ms);
            native::rd_kafka_TopicCollection_destroy(topics);
            native::rd_kafka_AdminOptions_destroy(options);
            native::rd_kafka_queue_destroy(queue);
            event
        };
        ptr::NonNull::new(event).map(Self)
    }

    fn topic_id(&self) -> Option<String> {
        let event = self.0.as_ptr();
        // SAFETY: the event lives until `self` is dropped, and everything reached from it with it; librdkafka returns
        // null for an event of another kind, and `count` entries at `topics`; the string is of ASCII and ends with 0.
        unsafe {
            let result = native::rd_kafka_event_DescribeTopics_result(event);
            if result.is_null() {
                return None;
            }
            let mut count = 0;
            let topics = native::rd_kafka_DescribeTopics_result_topics(result, &raw mut count);
            if topics.is_null() || count == 0 || (*topics).is_null() {
                return None;
            }
            let id = native::rd_kafka_TopicDescription_topic_id(*topics);
            if id.is_null()
                || (native::rd_kafka_Uuid_most_significant_bits(id) == 0
                    && native::rd_kafka_Uuid_least_significant_bits(id) == 0)
            {
                return None;
            }
            let text = native::rd_kafka_Uuid_base64str(id);
            (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // SAFETY: the event is ours alone, and is destroyed here only.
        unsafe { native::rd_kafka_event_destroy(self.0.as_ptr()) }
    }
}
