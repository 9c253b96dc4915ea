//! Infrastructure specs and patterns. No command of SpecQL reads them.

use super::TEXTS;
use crate::key::{Choice, Key, Name, Place, Shape};

const PROVIDERS: &[Choice] = &[
    Choice::new("aws", "Amazon's cloud."),
    Choice::new("gcp", "Google's cloud."),
    Choice::new("azure", "Microsoft's cloud."),
    Choice::new("kubernetes", "A cluster of your own, or a rented one."),
    Choice::new("docker", "Containers on a machine of your own."),
];

const ENVIRONMENTS: &[Choice] = &[
    Choice::new("development", "Where it is worked on."),
    Choice::new("staging", "Where it is tried before people get it."),
    Choice::new("production", "Where people use it."),
];

const DATABASES: &[Choice] = &[
    Choice::new("postgresql", "Tables: what SpecQL makes SQL for."),
    Choice::new("mysql", "Tables, of another make."),
    Choice::new("mongodb", "Documents."),
    Choice::new("redis", "Values in memory, by their keys."),
    Choice::new("elasticsearch", "Texts to search in."),
];

const LOAD_BALANCERS: &[Choice] = &[
    Choice::new("application", "Requests, by their paths and names."),
    Choice::new("network", "Connections, whatever is in them."),
];

pub(super) const INFRASTRUCTURE_FILE: &[Key] = &[
    Key::new(
        "service",
        Shape::Name(Name::Other),
        "Names the service that runs.",
    )
    .next()
    .example("shop")
    .near(&["Service", "services"]),
    Key::new("description", Shape::Text, "Says what the service is for.")
        .next()
        .example("Takes orders")
        .near(&["desc"]),
    Key::new("service_type", Shape::Text, "What kind of service it is.")
        .next()
        .example("serverless")
        .near(&["serviceType", "kind"]),
    Key::new(
        "provider",
        Shape::Choice(PROVIDERS),
        "Who runs the service.",
    )
    .next()
    .near(&["cloud", "host"]),
    Key::new("region", Shape::Text, "Where the provider runs it.")
        .next()
        .example("eu-central-1")
        .near(&["zone", "location"]),
    Key::new(
        "environment",
        Shape::Choice(ENVIRONMENTS),
        "The stage that this is for.",
    )
    .next()
    .near(&["stage", "env"]),
    Key::new(
        "compute",
        Shape::Mapping(Place::InfrastructureCompute),
        "The machines that the service runs on.",
    )
    .next()
    .example("instances: 2\nmemory: 4GB")
    .near(&["machines", "instances"]),
    Key::new(
        "container",
        Shape::Mapping(Place::InfrastructureContainer),
        "The container that the service runs in.",
    )
    .next()
    .example("image: example/shop\nport: 8080")
    .near(&["containers", "docker"]),
    Key::new(
        "database",
        Shape::Mapping(Place::InfrastructureDatabase),
        "The database behind the service.",
    )
    .next()
    .example("type: postgresql\nversion: \"15\"")
    .near(&["databases", "db"]),
    Key::new(
        "network",
        Shape::Any,
        "The networks around the service, and the names that it is found by.",
    )
    .next()
    .example("custom_domain: shop.example.com")
    .near(&["networking", "networks"]),
    Key::new(
        "load_balancer",
        Shape::Mapping(Place::InfrastructureLoadBalancer),
        "What spreads the requests over the machines.",
    )
    .next()
    .example("type: application")
    .near(&["loadbalancer", "balancer"]),
    Key::new(
        "cdn",
        Shape::Any,
        "The network that hands out files near to those who ask for them.",
    )
    .next()
    .example("enabled: true")
    .near(&["content_delivery"]),
    Key::new("volumes", Shape::Any, "Disks that outlive the machines.")
        .next()
        .example("- name: uploads")
        .near(&["volume", "disks"]),
    Key::new("object_storage", Shape::Any, "Where files are kept.")
        .next()
        .example("buckets: [invoices]")
        .near(&["storage", "buckets"]),
    Key::new(
        "observability",
        Shape::Any,
        "What is logged and measured, and when someone is called.",
    )
    .next()
    .example("logging: true\nmetrics: true")
    .near(&["logging", "metrics"]),
    Key::new("security", Shape::Any, "Who may reach the service.")
        .next()
        .example("waf: true")
        .near(&["securities"]),
    Key::new(
        "tags",
        Shape::Any,
        "Words by which the provider sorts what it runs.",
    )
    .next()
    .example("team: orders")
    .near(&["tag", "labels"]),
    Key::new("deployment", Shape::Any, "How a new version goes out.")
        .next()
        .example("strategy: rolling")
        .near(&["deploy"]),
    Key::new("import", Shape::Any, "Patterns that this one builds on.")
        .next()
        .example("patterns/infrastructure/web")
        .near(&["imports", "include"]),
    Key::new(
        "monitoring",
        Shape::Any,
        "What is watched while the service runs.",
    )
    .next()
    .example("enabled: true")
    .near(&["monitor"]),
    Key::new(
        "pattern_id",
        Shape::Name(Name::Other),
        "Names the pattern, where this is one to build on.",
    )
    .next()
    .example("web_on_aws")
    .near(&["pattern", "id"]),
    Key::new("name", Shape::Text, "The title of the pattern.")
        .next()
        .example("A web application on AWS")
        .near(&["Name", "title"]),
    Key::new(
        "category",
        Shape::Text,
        "The shelf that the pattern stands on.",
    )
    .next()
    .example("web")
    .near(&["categories"]),
    Key::new(
        "cloud_provider",
        Shape::Text,
        "For whose machines the pattern is.",
    )
    .next()
    .example("aws")
    .near(&["cloudProvider"]),
    Key::new(
        "estimated_monthly_cost",
        Shape::Any,
        "What it costs in a month, roughly.",
    )
    .next()
    .example("120")
    .near(&["cost", "monthly_cost"]),
    Key::new("best_practices", TEXTS, "How it is used well.")
        .next()
        .example("- Keep backups in another region")
        .near(&["best_practice"]),
    Key::new("cost_optimization", TEXTS, "How it gets cheaper.")
        .next()
        .example("- Stop it at night")
        .near(&["cost_optimizations"]),
];

pub(super) const INFRASTRUCTURE_COMPUTE: &[Key] = &[
    Key::new("instances", Shape::Integer, "How many machines there are.")
        .next()
        .example("2")
        .near(&["count", "replicas"]),
    Key::new(
        "instance_type",
        Shape::Text,
        "Which of the provider's machines they are.",
    )
    .next()
    .example("t3.medium")
    .near(&["machine_type", "instanceType"]),
    Key::new("cpu", Shape::Any, "How many processors each has.")
        .next()
        .example("2")
        .near(&["cpus", "cores"]),
    Key::new("memory", Shape::Text, "How much memory each has.")
        .next()
        .example("4GB")
        .near(&["ram", "mem"]),
    Key::new("disk", Shape::Text, "How large the disk of each is.")
        .next()
        .example("50GB")
        .near(&["storage", "disk_size"]),
    Key::new(
        "auto_scale",
        Shape::Mapping(Place::InfrastructureAutoScale),
        "When machines are added and taken away.",
    )
    .next()
    .example("min_instances: 2\nmax_instances: 8")
    .near(&["autoscale", "auto_scaling", "autoscaling"]),
    Key::new(
        "spot_instances",
        Shape::Boolean,
        "Whether they may be cheap machines that the provider can take back.",
    )
    .next()
    .example("true")
    .near(&["spot"]),
    Key::new(
        "availability_zones",
        TEXTS,
        "The parts of the region that they are spread over.",
    )
    .next()
    .example("[eu-central-1a, eu-central-1b]")
    .near(&["zones", "availability_zone"]),
];

pub(super) const INFRASTRUCTURE_AUTO_SCALE: &[Key] = &[
    Key::new(
        "enabled",
        Shape::Boolean,
        "Whether the number of machines follows the load.",
    )
    .next()
    .example("true")
    .near(&["enable", "active"]),
    Key::new(
        "min_instances",
        Shape::Integer,
        "There are never fewer machines.",
    )
    .next()
    .example("2")
    .near(&["min", "minimum"]),
    Key::new(
        "max_instances",
        Shape::Integer,
        "There are never more machines.",
    )
    .next()
    .example("8")
    .near(&["max", "maximum"]),
    Key::new(
        "cpu_target",
        Shape::Integer,
        "How busy the processors should be, in percent.",
    )
    .next()
    .example("70")
    .near(&["target_cpu", "cpu"]),
    Key::new(
        "memory_target",
        Shape::Integer,
        "How full the memory should be, in percent.",
    )
    .next()
    .example("80")
    .near(&["target_memory", "memory"]),
];

pub(super) const INFRASTRUCTURE_CONTAINER: &[Key] = &[
    Key::new(
        "image",
        Shape::Text,
        "The image that the container is started from.",
    )
    .next()
    .example("example/shop")
    .near(&["docker_image", "images"]),
    Key::new("tag", Shape::Text, "The version of the image.")
        .next()
        .example("\"1.4\"")
        .near(&["version", "tags"]),
    Key::new("port", Shape::Integer, "Where the service listens.")
        .next()
        .example("8080")
        .near(&["ports"]),
    Key::new(
        "environment",
        Shape::Named(Name::Other, &Shape::Any),
        "Variables that the service reads, with their values.",
    )
    .next()
    .example("LOG_LEVEL: info")
    .near(&["env", "environment_variables"]),
    Key::new(
        "secrets",
        Shape::Named(Name::Other, &Shape::Text),
        "Variables whose values are kept elsewhere, with where that is.",
    )
    .next()
    .example("DATABASE_URL: \"${secrets.database_url}\"")
    .near(&["secret"]),
    Key::new("volumes", Shape::Any, "Disks that the service sees.")
        .next()
        .example("- uploads:/var/uploads")
        .near(&["volume", "mounts"]),
    Key::new(
        "resources",
        Shape::Any,
        "How much of a machine the container gets.",
    )
    .next()
    .example("cpu_limit: 2\nmemory_limit: 4GB")
    .near(&["resource", "limits"]),
    Key::new(
        "health_check",
        Shape::Any,
        "How it is found out whether the service still works.",
    )
    .next()
    .example("path: /health")
    .near(&["healthcheck", "health"]),
];

pub(super) const INFRASTRUCTURE_DATABASE: &[Key] = &[
    Key::new("type", Shape::Choice(DATABASES), "Which database it is.")
        .next()
        .near(&["engine", "kind"]),
    Key::new("version", Shape::Text, "Which version of it.")
        .next()
        .example("\"15\"")
        .near(&["engine_version"]),
    Key::new("storage", Shape::Text, "How large it may grow.")
        .next()
        .example("100GB")
        .near(&["disk", "size"]),
    Key::new(
        "instance_class",
        Shape::Text,
        "Which of the provider's machines it runs on.",
    )
    .next()
    .example("db.t3.medium")
    .near(&["instance_type", "class"]),
    Key::new(
        "multi_az",
        Shape::Boolean,
        "Whether a second one stands by elsewhere in the region.",
    )
    .next()
    .example("true")
    .near(&["multi_zone", "multiAz"]),
    Key::new(
        "replicas",
        Shape::Any,
        "How many copies there are to read from.",
    )
    .next()
    .example("2")
    .near(&["read_replicas", "replica_count"]),
    Key::new(
        "backups",
        Shape::Any,
        "How often it is copied, and for how long copies are kept.",
    )
    .next()
    .example("enabled: true\nretention_days: 7")
    .near(&["backup"]),
];

pub(super) const INFRASTRUCTURE_LOAD_BALANCER: &[Key] = &[
    Key::new("type", Shape::Choice(LOAD_BALANCERS), "What it looks at.")
        .next()
        .near(&["kind", "typ"]),
    Key::new("enabled", Shape::Boolean, "Whether there is one.")
        .next()
        .example("true")
        .near(&["enable", "active"]),
    Key::new(
        "https",
        Shape::Boolean,
        "Whether it takes encrypted requests.",
    )
    .next()
    .example("true")
    .near(&["ssl", "tls"]),
];
