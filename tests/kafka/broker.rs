//! A real Apache Kafka of one node or three, started for a test and gone with it.
//!
//! `tests/run` fetches the jars and says in `TAGLINE_KAFKA_JARS` where they are. Measured on two cores: ready 2.5 s
//! after its start, 370 MB.

use std::collections::BTreeMap;
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
    /// None where they are not ours.
    nodes: Vec<Node>,
}

/// A record as Kafka's own consumer shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Consumed {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) key: String,
    /// `NULL` where there is none.
    pub(crate) value: String,
}

impl Consumed {
    fn of(line: &str) -> Self {
        let mut parts = line.splitn(3, '\t');
        let mut part = || parts.next().unwrap_or_else(|| panic!("{line}")).to_owned();
        let (headers, key, value) = (part(), part(), part());
        let pairs = headers.split(',').filter_map(|pair| pair.split_once(':'));
        let headers = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { headers, key, value }
    }
}

struct Node {
    /// Absent while it is dead.
    process: Option<Child>,
    folder: TempDir,
    port: u16,
}

impl Broker {
    /// Starts a broker, or takes the one that `KAFKA_BROKERS` names; says why not.
    pub(crate) fn start() -> Option<Self> {
        let jars = jars()?;
        Some(match env::var("KAFKA_BROKERS") {
            Ok(address) => Self { address, jars, nodes: Vec::new() },
            Err(_) => Self::of_nodes(jars, 1),
        })
    }

    /// A broker that may be killed.
    pub(crate) fn own() -> Option<Self> {
        Some(Self::of_nodes(jars()?, 1))
    }

    /// Three brokers that may be killed one at a time: every partition is on all three.
    pub(crate) fn three() -> Option<Self> {
        Some(Self::of_nodes(jars()?, 3))
    }

    fn of_nodes(jars: PathBuf, count: usize) -> Self {
        let ports: Vec<(u16, u16)> = free_ports(count);
        let nodes: Vec<Node> = (0..count).map(|at| Node::start(&jars, &ports, at)).collect();
        let addresses: Vec<String> =
            nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
        Self { address: addresses.join(","), jars, nodes }
    }

    /// The number of the node that leads a partition.
    pub(crate) fn leader(&self, topic: &str, partition: u32) -> usize {
        if self.nodes.len() == 1 {
            return 0;
        }
        let begin = Instant::now();
        loop {
            let described = self.describe(topic);
            let line =
                described.lines().find(|line| line.contains(&format!("Partition: {partition}\t")));
            let leader = line.and_then(|line| {
                line.split("Leader: ").nth(1)?.split_whitespace().next()?.parse::<usize>().ok()
            });
            if let Some(leader) = leader.and_then(|leader| leader.checked_sub(1)) {
                return leader;
            }
            assert!(begin.elapsed() < PATIENCE, "nobody leads {topic}/{partition}: {described}");
        }
    }

    /// `kill -9` of a node.
    pub(crate) fn kill(&mut self, node: usize) {
        let mut process = self.nodes[node].process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Starts a node again that was killed.
    pub(crate) fn revive(&mut self, node: usize) {
        self.nodes[node].run(&self.jars);
    }

    /// Waits until every replica of a topic is in step.
    pub(crate) fn wait_until_whole(&self, topic: &str) {
        if self.nodes.len() == 1 {
            return;
        }
        let begin = Instant::now();
        while !self.is_whole(topic) {
            assert!(
                begin.elapsed() < PATIENCE,
                "replicas are out of step: {}",
                self.describe(topic)
            );
        }
    }

    fn is_whole(&self, topic: &str) -> bool {
        let described = self.describe(topic);
        let mut partitions = described.lines().filter(|line| line.contains("Partition: "));
        let in_step = |line: &str| {
            let isr = line.split("Isr: ").nth(1).and_then(|rest| rest.split_whitespace().next());
            isr.is_some_and(|isr| isr.split(',').count() == self.nodes.len())
        };
        partitions.next().is_some_and(in_step) && partitions.all(in_step)
    }

    fn describe(&self, topic: &str) -> String {
        let mut tool = self.tool("TopicCommand");
        let output = tool.args(["--describe", "--topic", topic]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn replicas(&self) -> String {
        self.nodes.len().max(1).to_string()
    }
}

/// Where Kafka's jars are; `None` without them or Java, unless `TAGLINE_REQUIRE` names `kafka`: then the test fails.
fn jars() -> Option<PathBuf> {
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
    Some(jars)
}

impl Broker {
    /// Makes a topic with a name of its own that begins with `name`, as soon as the broker answers.
    pub(crate) fn topic(&mut self, name: &str, partitions: u32) -> String {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let topic = format!("{name}-{:x}", since.as_nanos());
        let begin = Instant::now();
        loop {
            let made = self
                .tool("TopicCommand")
                .args(["--create", "--topic", &topic, "--partitions", &partitions.to_string()])
                .args(["--replication-factor", &self.replicas()])
                .output()
                .unwrap();
            if made.status.success() {
                return topic;
            }
            assert!(begin.elapsed() < PATIENCE, "no topic: {}", said(&made));
            for node in &mut self.nodes {
                let ended = node.process.as_mut().and_then(|process| process.try_wait().unwrap());
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
        let mut producer = self.producer(topic).spawn().unwrap();
        let mut input = producer.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
        let output = producer.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(output.status.success(), "cannot produce: {}", said(&output));
    }

    /// As [`produce`](Self::produce), with `name:value` of a header and a tab before each line.
    pub(crate) fn produce_with_headers(&self, topic: &str, lines: &str) {
        let mut producer = self.producer(topic);
        producer.args(["--reader-property", "parse.headers=true"]);
        let mut producer = producer.spawn().unwrap();
        producer.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let output = producer.wait_with_output().unwrap();
        assert!(output.status.success(), "cannot produce: {}", said(&output));
    }

    /// Everything a topic holds, read by Kafka's own consumer.
    pub(crate) fn consume(&self, topic: &str) -> Vec<Consumed> {
        let ends = self.tool("GetOffsetShell").args(["--topic", topic]).output().unwrap();
        assert!(ends.status.success(), "no ends: {}", said(&ends));
        let ends = String::from_utf8(ends.stdout).unwrap();
        let ends = ends.lines().filter_map(|line| line.rsplit_once(':')?.1.parse::<u64>().ok());
        let records: u64 = ends.sum();
        if records == 0 {
            return Vec::new();
        }
        let output = self
            .tool("consumer.ConsoleConsumer")
            .args(["--topic", topic, "--from-beginning", "--max-messages", &records.to_string()])
            .args(["--timeout-ms", &PATIENCE.as_millis().to_string()])
            .args(["--formatter-property", "print.headers=true"])
            .args(["--formatter-property", "print.key=true"])
            .args(["--formatter-property", "null.literal=NULL"])
            .output()
            .unwrap();
        assert!(output.status.success(), "cannot consume: {}", said(&output));
        let lines = String::from_utf8(output.stdout).unwrap();
        let consumed: Vec<Consumed> = lines.lines().map(Consumed::of).collect();
        assert_eq!(consumed.len() as u64, records, "{}", String::from_utf8_lossy(&output.stderr));
        consumed
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

    fn producer(&self, topic: &str) -> Command {
        let mut tool = self.tool("ConsoleProducer");
        tool.args(["--topic", topic, "--compression-codec", "lz4"])
            .args(["--reader-property", "parse.key=true"])
            .args(["--reader-property", "null.marker=NULL"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::null());
        tool
    }

    fn tool(&self, class: &str) -> Command {
        let mut java = java(&self.jars, &format!("org.apache.kafka.tools.{class}"));
        java.args(["--bootstrap-server", &self.address]).stdin(Stdio::null());
        java
    }
}

impl Node {
    fn start(jars: &Path, ports: &[(u16, u16)], at: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = folder.path().join("server.properties");
        fs::write(&settings, properties(ports, at, &folder.path().join("log"))).unwrap();
        let formatted = java(jars, "kafka.tools.StorageTool")
            .args(["format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c"])
            .arg(&settings)
            .output()
            .unwrap();
        assert!(formatted.status.success(), "cannot format: {}", said(&formatted));
        let mut node = Self { process: None, folder, port: ports[at].0 };
        node.run(jars);
        node
    }

    fn run(&mut self, jars: &Path) {
        let log = self.folder.path().join("out");
        let log = File::options().create(true).append(true).open(log).unwrap();
        let process = java(jars, "kafka.Kafka")
            .arg(self.folder.path().join("server.properties"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("out")).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            // It may have ended by itself; its data goes with the folder.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A topic that is written to for a while, by Kafka's own producer.
pub(crate) struct Feed(Child);

impl Feed {
    pub(crate) fn start(broker: &Broker, topic: &str) -> Self {
        let mut tool = broker.producer(topic);
        // Soon, and not a second later.
        Self(tool.args(["--timeout", "20"]).spawn().unwrap())
    }

    /// Hands it lines of `KEY<TAB>VALUE`.
    pub(crate) fn write(&mut self, lines: &str) {
        let input = self.0.stdin.as_mut().unwrap();
        input.write_all(lines.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    /// Waits until the broker has all of them.
    pub(crate) fn finish(mut self) {
        drop(self.0.stdin.take());
        let output = self.0.wait_with_output().unwrap();
        assert!(output.status.success(), "cannot produce: {}", said(&output));
    }
}

fn java(jars: &Path, class: &str) -> Command {
    let mut java = Command::new("java");
    java.args(JAVA).arg("-cp").arg(jars.join("*")).arg(class);
    java
}

/// Two ports a node that nobody listens on; held together, so that they differ.
fn free_ports(count: usize) -> Vec<(u16, u16)> {
    let listen = |_| TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let held: Vec<TcpListener> = (0..2 * count).map(listen).collect();
    let ports: Vec<u16> = held.iter().map(|held| held.local_addr().unwrap().port()).collect();
    ports.chunks(2).map(|pair| (pair[0], pair[1])).collect()
}

/// A node that is broker and controller, and waits for nobody but the others.
fn properties(ports: &[(u16, u16)], at: usize, log: &Path) -> String {
    let ((port, controller), log, node) = (ports[at], log.display(), at + 1);
    let voters =
        ports.iter().enumerate().map(|(at, (_, port))| format!("{}@127.0.0.1:{port}", at + 1));
    let (voters, replicas) = (voters.collect::<Vec<_>>().join(","), ports.len());
    format!(
        "process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={log}
offsets.topic.replication.factor={replicas}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor={replicas}
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor={replicas}
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
