//! The rich types, by what they are about.

use super::Category::{
    Code, Contact, Finance, Logistics, Media, Place, Structure, Text, Time, Web,
};
use super::{Category, Scalar, Search};

/// A pattern, and the condition that the column's check gets from it.
macro_rules! pattern {
    ($pattern:literal) => {
        ($pattern, concat!("{field} ~* '", $pattern, "'"))
    };
}

/// The rich types, category by category.
pub const SCALARS: &[Scalar] = &[
    text(
        Contact,
        "email",
        "Email",
        "A mail address; its form is checked, not whether the mailbox exists.",
        "mira.lund@harbour.example",
    )
    .matching(pattern!(
        r"^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$"
    ))
    .input("email"),
    text(
        Contact,
        "phoneNumber",
        "PhoneNumber",
        "A phone number as it is dialled from abroad: `+`, the country's prefix, the number, nothing between.",
        "+493023125042",
    )
    .matching(pattern!(r"^\+[1-9]\d{1,14}$"))
    .alias("phone")
    .input("tel"),
    text(
        Web,
        "url",
        "Url",
        "The full address of something on the web, from `http://` or `https://` on.",
        "https://harbour.example/boats?sort=price",
    )
    .searched(Search::Pieces)
    .matching(pattern!(r"^https?://[^\s/$.?#].[^\s]*$"))
    .input("url"),
    text(
        Web,
        "domainName",
        "DomainName",
        "The name of a website or host, without `https://` in front and without a page behind.",
        "tickets.harbour.example",
    )
    .matching(pattern!(
        r"^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,}$"
    )),
    text(
        Web,
        "slug",
        "Slug",
        "The last part of a web address as people can read it: words of letters and digits with `-` between.",
        "blue-enamel-mug",
    )
    .matching(pattern!(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")),
    column(
        Web,
        "ipAddress",
        "INET",
        "IpAddress",
        "The address of a machine in a network, old style (IPv4) or new (IPv6).",
        "2001:db8::42",
    )
    .searched(Search::Networks),
    column(
        Web,
        "macAddress",
        "MACADDR",
        "MacAddress",
        "The address that is built into a network card.",
        "5e:0a:11:c4:7f:28",
    ),
    column(
        Finance,
        "money",
        "NUMERIC",
        "Money",
        "An amount of money, zero or more; which currency it is in has to stand elsewhere.",
        "1280.50",
    )
    .precision(19, 4)
    .range(Some(0.0), None, "{field} >= 0.0")
    .input("number"),
    column(
        Finance,
        "percentage",
        "NUMERIC",
        "Percentage",
        "A share of a hundred: a quarter is `25`, not `0.25`.",
        "7.25",
    )
    .precision(5, 2)
    .range(
        Some(0.0),
        Some(100.0),
        "{field} >= 0.0 AND {field} <= 100.0",
    )
    .input("number"),
    text(
        Finance,
        "currencyCode",
        "CurrencyCode",
        "A currency, by the three letters that ISO 4217 gives it.",
        "SEK",
    )
    .matching(pattern!(r"^[A-Z]{3}$")),
    column(
        Finance,
        "exchangeRate",
        "NUMERIC",
        "ExchangeRate",
        "How much of one currency is paid for one of another.",
        "11.3142",
    )
    .precision(19, 8)
    .range(Some(0.0), None, "{field} >= 0.0")
    .input("number"),
    text(
        Finance,
        "iban",
        "IBAN",
        "A bank account, by the number that works across borders; write it without blanks.",
        "SE4550000000058398257466",
    )
    .matching(pattern!(r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")),
    text(
        Finance,
        "swiftCode",
        "SwiftCode",
        "A bank, by its SWIFT code (BIC); three more characters may name the branch.",
        "NDEASESS",
    )
    .matching(pattern!(r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$")),
    text(
        Finance,
        "stockSymbol",
        "StockSymbol",
        "The letters that stand for a share at the exchange, with the class of the share behind a dot.",
        "VOLV.B",
    )
    .matching(pattern!(r"^[A-Z]{1,5}(\.[A-Z]{1,2})?$")),
    text(
        Finance,
        "isin",
        "ISIN",
        "The worldwide number of a share, bond or fund, which begins with a country's letters.",
        "SE0000115446",
    )
    .matching(pattern!(r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$")),
    text(
        Finance,
        "cusip",
        "CUSIP",
        "The number of a share or bond in the USA and Canada; numbers with a letter among the first six do not pass.",
        "023135106",
    )
    .matching(pattern!(r"^[0-9]{6}[0-9A-Z]{2}[0-9]$")),
    text(
        Finance,
        "sedol",
        "SEDOL",
        "The number of a share or bond in Great Britain and Ireland.",
        "0540528",
    )
    .matching(pattern!(r"^[0-9A-Z]{6}[0-9]$")),
    text(
        Finance,
        "lei",
        "LEI",
        "A company that trades in financial markets, by its worldwide identifier.",
        "213800WSGIIZCXF1P572",
    )
    .matching(pattern!(r"^[0-9A-Z]{18}[0-9]{2}$")),
    text(
        Finance,
        "mic",
        "MIC",
        "A trading venue, by the four characters that ISO 10383 gives it.",
        "XSTO",
    )
    .matching(pattern!(r"^[A-Z0-9]{4}$")),
    text(
        Finance,
        "exchangeCode",
        "ExchangeCode",
        "An exchange, by the few letters that traders call it.",
        "OMX",
    )
    .matching(pattern!(r"^[A-Z]{2,6}$")),
    text(
        Logistics,
        "trackingNumber",
        "TrackingNumber",
        "The number to follow a parcel by, of any carrier, without blanks.",
        "LX473829104SE",
    )
    .matching(pattern!(r"^[A-Z0-9]{8,30}$")),
    text(
        Logistics,
        "containerNumber",
        "ContainerNumber",
        "The number painted on a shipping container: the owner's letters, the kind of equipment, seven digits.",
        "HBRU2041875",
    )
    .matching(pattern!(r"^[A-Z]{3}[UJZ]\d{6}\d$")),
    text(
        Logistics,
        "licensePlate",
        "LicensePlate",
        "What stands on the plate of a vehicle; letters beyond A to Z do not pass.",
        "KRN 482",
    )
    .matching(pattern!(r"^[A-Z0-9\s\-]{1,20}$")),
    text(
        Logistics,
        "vin",
        "VIN",
        "The chassis number of a vehicle, in which `I`, `O` and `Q` never occur.",
        "YV1AX88410W204418",
    )
    .matching(pattern!(r"^[A-HJ-NPR-Z0-9]{17}$")),
    text(
        Logistics,
        "flightNumber",
        "FlightNumber",
        "A flight: the letters of the airline and a number; airlines with a digit in their code, such as `W6`, do not pass.",
        "SK1429",
    )
    .matching(pattern!(r"^[A-Z]{2,3}\d{1,4}[A-Z]?$")),
    text(
        Logistics,
        "portCode",
        "PortCode",
        "A port, by its UN/LOCODE: two letters for the country, three for the place.",
        "SEGOT",
    )
    .matching(pattern!(r"^[A-Z]{5}$")),
    text(
        Logistics,
        "airportCode",
        "AirportCode",
        "An airport, by the three letters that stand on luggage tags.",
        "ARN",
    )
    .matching(pattern!(r"^[A-Z]{3}$")),
    column(
        Place,
        "coordinates",
        "POINT",
        "Coordinates",
        "A place on the globe in one value: its latitude, then its longitude.",
        "(57.7089, 11.9746)",
    )
    .searched(Search::Places)
    .check("{field}[0] BETWEEN -90 AND 90 AND {field}[1] BETWEEN -180 AND 180"),
    column(
        Place,
        "latitude",
        "NUMERIC",
        "Latitude",
        "How far north a place lies, in degrees; the south is negative.",
        "57.7089",
    )
    .precision(10, 8)
    .range(
        Some(-90.0),
        Some(90.0),
        "{field} >= -90.0 AND {field} <= 90.0",
    )
    .input("number"),
    column(
        Place,
        "longitude",
        "NUMERIC",
        "Longitude",
        "How far east a place lies, in degrees; the west is negative.",
        "11.9746",
    )
    .precision(11, 8)
    .range(
        Some(-180.0),
        Some(180.0),
        "{field} >= -180.0 AND {field} <= 180.0",
    )
    .input("number"),
    text(
        Place,
        "postalCode",
        "PostalCode",
        "The code of a town or street in postal addresses, as any country writes it.",
        "413 05",
    )
    .matching(pattern!(r"^[A-Z0-9\s\-]{3,12}$")),
    text(
        Place,
        "countryCode",
        "CountryCode",
        "A country, by the two letters that ISO 3166 gives it.",
        "SE",
    )
    .matching(pattern!(r"^[A-Z]{2}$")),
    column(
        Time,
        "date",
        "DATE",
        "Date",
        "A day in the calendar.",
        "2027-05-18",
    )
    .input("date")
    .works("DATE"),
    column(
        Time,
        "datetime",
        "TIMESTAMPTZ",
        "DateTime",
        "A moment: a day and a time of day, the same moment in every time zone.",
        "2027-05-18T07:45:00+02:00",
    )
    .input("datetime-local"),
    column(
        Time,
        "time",
        "TIME",
        "Time",
        "A time of day, whatever the day.",
        "07:45:00",
    )
    .input("time"),
    column(
        Time,
        "duration",
        "INTERVAL",
        "Duration",
        "How long something takes.",
        "90 minutes",
    ),
    text(
        Time,
        "timezone",
        "Timezone",
        "A time zone, by its region and city; names without `/`, such as `UTC`, do not pass.",
        "Europe/Stockholm",
    )
    .matching(pattern!(r"^[A-Z][a-zA-Z_]+(/[A-Z][a-zA-Z_]+){1,2}$")),
    text(
        Text,
        "markdown",
        "Markdown",
        "Longer text with headings, lists and links in Markdown.",
        "**Fragile**: keep *dry*.",
    )
    .searched(Search::Never)
    .input("textarea"),
    text(
        Text,
        "html",
        "Html",
        "A piece of a web page; it is stored as it comes, so make it harmless before you show it.",
        "<p>Back in <b>two</b> days.</p>",
    )
    .searched(Search::Never)
    .input("textarea"),
    text(
        Text,
        "languageCode",
        "LanguageCode",
        "A language, by the two letters that ISO 639 gives it.",
        "sv",
    )
    .matching(pattern!(r"^[a-z]{2}$")),
    text(
        Text,
        "localeCode",
        "LocaleCode",
        "A language, alone or as one country speaks it.",
        "sv-SE",
    )
    .matching(pattern!(r"^[a-z]{2}(-[A-Z]{2})?$")),
    text(
        Media,
        "image",
        "Image",
        "Where a picture is to be found: its web address or its path.",
        "https://harbour.example/img/mug.webp",
    )
    .searched(Search::Never)
    .input("url"),
    text(
        Media,
        "file",
        "File",
        "Where a file is to be found: its web address or its path.",
        "contracts/2027/lease.pdf",
    )
    .searched(Search::Never)
    .input("url"),
    text(
        Media,
        "mimeType",
        "MimeType",
        "What kind of file something is; kinds with `.` or `+` in them, such as `application/ld+json`, do not pass.",
        "image/webp",
    )
    .matching(pattern!(
        r"^[a-zA-Z][a-zA-Z0-9][a-zA-Z0-9\!\#\$\&\-\^]*\/[a-zA-Z0-9][a-zA-Z0-9\!\#\$\&\-\^]*$"
    )),
    text(
        Media,
        "color",
        "Color",
        "A colour: `#`, then two hexadecimal digits each for red, green and blue.",
        "#2E8B57",
    )
    .matching(pattern!(r"^#[0-9A-Fa-f]{6}$"))
    .input("color"),
    column(
        Code,
        "uuid",
        "UUID",
        "UUID",
        "An identifier that no one else in the world has given out.",
        "0b9e6c1a-73d4-4f0e-8a52-c61d7e90b3f8",
    )
    .works("UUID"),
    text(
        Code,
        "semanticVersion",
        "SemanticVersion",
        "The version of a piece of software: three numbers, and what marks it as a preview or a build.",
        "3.4.0-beta.2",
    )
    .matching(pattern!(
        r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
    )),
    text(
        Code,
        "apiKey",
        "ApiKey",
        "The secret by which a program is let in; it lies readable in the database.",
        "test_key_of_the_harbour_office",
    )
    .matching(pattern!(r"^[A-Za-z0-9_\-]{20,128}$"))
    .input("password"),
    text(
        Code,
        "hashSHA256",
        "HashSHA256",
        "The SHA-256 fingerprint of a file or a text, in hexadecimal digits.",
        "aa74f6fd03bf68be7e0f4bd06cae61a72ab8025b50d00888f3e1068f22067463",
    )
    .matching(pattern!(r"^[a-f0-9]{64}$")),
    column(
        Structure,
        "json",
        "JSONB",
        "JSON",
        "Whatever JSON can hold: an object, a list, a single value.",
        r#"{"size": "L", "gift": true}"#,
    )
    .searched(Search::Members)
    .input("textarea")
    .works("JSONB"),
];

/// A type in a text column; actions take it as text, and that works.
const fn text(
    category: Category,
    name: &'static str,
    graphql: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Scalar {
    column(category, name, "TEXT", graphql, doc, example).works("TEXT")
}

/// A type in a column of its own kind; actions of 0.8.7 take it as text, and fail over it.
const fn column(
    category: Category,
    name: &'static str,
    postgres: &'static str,
    graphql: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Scalar {
    Scalar {
        name,
        alias: None,
        category,
        postgres,
        precision: None,
        graphql,
        pattern: None,
        min: None,
        max: None,
        check: None,
        search: Search::Order,
        input: "text",
        action_input: "TEXT",
        works_in_crud: false,
        doc,
        example,
    }
}

impl Scalar {
    const fn alias(mut self, alias: &'static str) -> Self {
        self.alias = Some(alias);
        self
    }

    const fn precision(mut self, digits: u8, behind_the_point: u8) -> Self {
        self.precision = Some((digits, behind_the_point));
        self
    }

    const fn matching(mut self, (pattern, check): (&'static str, &'static str)) -> Self {
        self.pattern = Some(pattern);
        self.check(check)
    }

    const fn range(mut self, min: Option<f64>, max: Option<f64>, check: &'static str) -> Self {
        self.min = min;
        self.max = max;
        self.check(check)
    }

    const fn check(mut self, check: &'static str) -> Self {
        self.check = Some(check);
        self
    }

    const fn searched(mut self, search: Search) -> Self {
        self.search = search;
        self
    }

    const fn input(mut self, input: &'static str) -> Self {
        self.input = input;
        self
    }

    /// The input of actions has the column's own type, and so they work.
    const fn works(mut self, action_input: &'static str) -> Self {
        self.action_input = action_input;
        self.works_in_crud = true;
        self
    }
}
