//! A real Apache Kafka of one node, started for a test and gone with it.
//!
//! `tests/run` fetches the jars and says in `TAGLINE_KAFKA_JARS` where they are. Measured on two cores: ready 2.5 s
//! after its start, 370 MB.

use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

/// How long a broker may take to answer.
const PATIENCE: Duration = Duration::from_mins(2);
const JAVA: [&str; 4] = [
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
];

/// A broker to talk to: our own, or the one that `KAFKA_BROKERS` names.
pub(crate) struct Broker {
    pub(crate) address: String,
    jars: PathBuf,
    /// Absent where it is not ours.
    node: Option<Node>,
}

struct Node {
    process: Child,
    folder: TempDir,
}

impl Broker {
    /// Starts a broker, or says why not.
    ///
    /// `None` without jars or Java, unless `TAGLINE_REQUIRE` names `kafka`: then the test fails.
    pub(crate) fn start() -> Option<Self> {
        let jars = env::var_os("TAGLINE_KAFKA_JARS").map(PathBuf::from);
        let has_java = Command::new("java")
            .arg("-version")
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        let Some(jars) = jars.filter(|_| has_java) else {
            let required = env::var("TAGLINE_REQUIRE").unwrap_or_default();
            assert!(
                !required.split(',').any(|name| name == "kafka"),
                "TAGLINE_REQUIRE asks for kafka, and java or TAGLINE_KAFKA_JARS is missing"
            );
            eprintln!("skipped: no Kafka; tests/run fetches it and sets TAGLINE_KAFKA_JARS");
            return None;
        };
        let (address, node) = if let Ok(address) = env::var("KAFKA_BROKERS") {
            (address, None)
        } else {
            let (address, node) = Node::start(&jars);
            (address, Some(node))
        };
        Some(Self { address, jars, node })
    }

    /// Makes a topic with a name of its own that begins with `name`, as soon as the broker answers.
    pub(crate) fn topic(&mut self, name: &str, partitions: u32) -> String {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let topic = format!("{name}-{:x}", since.as_nanos());
        let begin = Instant::now();
        loop {
            let made = self
                .tool("TopicCommand")
                .args(["--create", "--topic", &topic, "--partitions", &partitions.to_string()])
                .output()
                .unwrap();
            if made.status.success() {
                return topic;
            }
            assert!(begin.elapsed() < PATIENCE, "no topic: {}", said(&made));
            if let Some(node) = &mut self.node {
                let ended = node.process.try_wait().unwrap();
                assert!(ended.is_none(), "the broker ended: {}", node.log());
            }
        }
    }

    /// Makes a topic of this name, again and again until the one of that name is gone that was deleted.
    pub(crate) fn make_topic(&self, topic: &str, partitions: u32) {
        let begin = Instant::now();
        while !self.change_topic(topic, &["--create", "--partitions", &partitions.to_string()]) {
            assert!(begin.elapsed() < PATIENCE, "the topic cannot be made");
        }
    }

    /// Deletes a topic with all its records.
    pub(crate) fn delete_topic(&self, topic: &str) {
        assert!(self.change_topic(topic, &["--delete"]), "the topic cannot be deleted");
    }

    /// Gives a topic more partitions, until there are `partitions`.
    pub(crate) fn grow(&self, topic: &str, partitions: u32) {
        let args = ["--alter", "--partitions", &partitions.to_string()];
        assert!(self.change_topic(topic, &args), "the topic cannot grow");
    }

    fn change_topic(&self, topic: &str, args: &[&str]) -> bool {
        let mut tool = self.tool("TopicCommand");
        tool.args(["--topic", topic]).args(args).output().unwrap().status.success()
    }

    /// Writes `lines` of `KEY<TAB>VALUE` with Kafka's own producer; the value `NULL` is a tombstone.
    pub(crate) fn produce(&self, topic: &str, lines: String) {
        let mut producer = self
            .tool("ConsoleProducer")
            .args(["--topic", topic, "--compression-codec", "lz4"])
            .args(["--reader-property", "parse.key=true"])
            .args(["--reader-property", "null.marker=NULL"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = producer.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = producer.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(output.status.success(), "cannot produce: {}", said(&output));
    }

    /// Deletes the records of `partition` before `offset`, as retention would.
    pub(crate) fn delete_before(&self, topic: &str, partition: u32, offset: u64) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("offsets.json");
        let offsets = format!(
            "{{\"version\":1,\"partitions\":[{{\"topic\":\"{topic}\",\"partition\":{partition},\"offset\":{offset}}}]}}"
        );
        fs::write(&file, offsets).unwrap();
        let output = self
            .tool("DeleteRecordsCommand")
            .arg("--offset-json-file")
            .arg(&file)
            .output()
            .unwrap();
        assert!(output.status.success(), "cannot delete records: {}", said(&output));
    }

    fn tool(&self, class: &str) -> Command {
        let mut java = java(&self.jars, &format!("org.apache.kafka.tools.{class}"));
        java.args(["--bootstrap-server", &self.address]).stdin(Stdio::null());
        java
    }
}

impl Node {
    fn start(jars: &Path) -> (String, Self) {
        let folder = tempfile::tempdir().unwrap();
        let (port, controller) = free_ports();
        let settings = folder.path().join("server.properties");
        fs::write(&settings, properties(port, controller, &folder.path().join("log"))).unwrap();
        let formatted = java(jars, "kafka.tools.StorageTool")
            .args(["format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c"])
            .arg(&settings)
            .output()
            .unwrap();
        assert!(formatted.status.success(), "cannot format: {}", said(&formatted));
        let log = File::create(folder.path().join("out")).unwrap();
        let process = java(jars, "kafka.Kafka")
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        (format!("127.0.0.1:{port}"), Self { process, folder })
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("out")).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself; its data goes with the folder.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn java(jars: &Path, class: &str) -> Command {
    let mut java = Command::new("java");
    java.args(JAVA).arg("-cp").arg(jars.join("*")).arg(class);
    java
}

/// Two ports that nobody listens on; held together, so that they differ.
fn free_ports() -> (u16, u16) {
    let listen = || TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let (first, second) = (listen(), listen());
    (first.local_addr().unwrap().port(), second.local_addr().unwrap().port())
}

/// One node that is broker and controller, and waits for nobody.
fn properties(port: u16, controller: u16, log: &Path) -> String {
    let log = log.display();
    format!(
        "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={log}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
auto.create.topics.enable=false
"
    )
}

fn said(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}
