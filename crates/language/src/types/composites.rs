//! The composite types.

use super::{Composite, Member};

/// The composite types. The database checks none of their members, and actions of 0.8.7 that take
/// one fail.
pub const COMPOSITES: &[Composite] = &[
    composite(
        "SimpleAddress",
        "A postal address, written into the record itself.",
        &[
            required("street", "text", "Street and number"),
            required("city", "text", "Town or village"),
            required("state", "text", "State, county or canton"),
            required("zipCode", "text", "Code of the town in the post"),
            optional("country", "text", "Country, by name or by code"),
        ],
        r#"{"street": "4 Rope Lane", "city": "Galway", "state": "Connacht", "zipCode": "H91 E2K3"}"#,
    ),
    composite(
        "MoneyAmount",
        "A sum of money and the currency it is in.",
        &[
            required("amount", "money", "How much"),
            required(
                "currency",
                "text",
                "Which currency, best by its three letters",
            ),
        ],
        r#"{"amount": 1280.5, "currency": "SEK"}"#,
    ),
    composite(
        "PersonName",
        "What a person is called, part by part.",
        &[
            required("firstName", "text", "First name"),
            required("lastName", "text", "Surname"),
            optional("middleName", "text", "Further names"),
            optional("title", "text", "Title before the name, such as `Dr`"),
            optional("suffix", "text", "What follows the name, such as `Jr`"),
        ],
        r#"{"firstName": "Mira", "lastName": "Lund", "title": "Dr"}"#,
    ),
    composite(
        "ContactInfo",
        "How to get hold of someone; each way may be missing.",
        &[
            optional("email", "email", "Where to write to"),
            optional("phone", "phoneNumber", "Where to call"),
            optional("website", "url", "Their page on the web"),
        ],
        r#"{"email": "mira.lund@harbour.example", "phone": "+493023125042"}"#,
    ),
    composite(
        "Coordinates",
        "A place on the globe, its two angles under their names.",
        &[
            required("latitude", "latitude", "How far north"),
            required("longitude", "longitude", "How far east"),
        ],
        r#"{"latitude": 57.7089, "longitude": 11.9746}"#,
    ),
    composite(
        "TimeRange",
        "From when until when on a day.",
        &[
            required("start", "time", "From when"),
            required("end", "time", "Until when"),
        ],
        r#"{"start": "07:45:00", "end": "16:15:00"}"#,
    ),
    composite(
        "DateRange",
        "From which day to which.",
        &[
            required("start", "date", "First day"),
            required("end", "date", "Last day"),
        ],
        r#"{"start": "2027-05-18", "end": "2027-06-02"}"#,
    ),
    composite(
        "PhoneNumber",
        "A phone number with the country's prefix in a part of its own.",
        &[
            required("countryCode", "text", "The country's prefix, with `+`"),
            required("number", "text", "The rest of the number"),
        ],
        r#"{"countryCode": "+49", "number": "3023125042"}"#,
    ),
    composite(
        "EmailAddress",
        "A mail address and whose it is.",
        &[
            required("address", "email", "The address itself"),
            optional("displayName", "text", "The name that mail programs show"),
        ],
        r#"{"address": "mira.lund@harbour.example", "displayName": "Mira Lund"}"#,
    ),
    composite(
        "URL",
        "A web address, taken apart.",
        &[
            required("protocol", "text", "What stands before `://`"),
            required("host", "text", "Name of the website"),
            optional("path", "text", "Page on the website"),
            optional("query", "text", "What follows `?`"),
            optional("fragment", "text", "What follows `#`"),
        ],
        r#"{"protocol": "https", "host": "harbour.example", "path": "/boats", "query": "sort=price"}"#,
    ),
    composite(
        "Color",
        "A colour, by its parts of light.",
        &[
            required("red", "integer", "Red, from 0 to 255"),
            required("green", "integer", "Green, from 0 to 255"),
            required("blue", "integer", "Blue, from 0 to 255"),
            optional(
                "alpha",
                "float",
                "From 0, which cannot be seen, to 1, which hides all behind it",
            ),
        ],
        r#"{"red": 46, "green": 139, "blue": 87}"#,
    ),
    composite(
        "Dimensions",
        "How large a thing is, and in which unit that is said.",
        &[
            required("width", "float", "From left to right"),
            required("height", "float", "From bottom to top"),
            optional("depth", "float", "From front to back"),
            required("unit", "text", "Unit of all three, such as `mm`"),
        ],
        r#"{"width": 420, "height": 297.5, "unit": "mm"}"#,
    ),
    composite(
        "BusinessHours",
        "At which hours of the week a place is open, day by day.",
        &[
            optional("monday", "TimeRange", "When it is open on Mondays"),
            optional("tuesday", "TimeRange", "When it is open on Tuesdays"),
            optional("wednesday", "TimeRange", "When it is open on Wednesdays"),
            optional("thursday", "TimeRange", "When it is open on Thursdays"),
            optional("friday", "TimeRange", "When it is open on Fridays"),
            optional("saturday", "TimeRange", "When it is open on Saturdays"),
            optional("sunday", "TimeRange", "When it is open on Sundays"),
        ],
        r#"{"friday": {"start": "07:45:00", "end": "12:30:00"}}"#,
    ),
    composite(
        "Contact",
        "Someone to talk to, written into the record itself rather than referred to.",
        &[
            required("name", "text", "Who it is"),
            optional("email", "email", "Where to write to"),
            optional("phone", "phoneNumber", "Where to call"),
            optional(
                "alternate_phone",
                "phoneNumber",
                "Where to call when no one answers",
            ),
            optional("relationship", "text", "What this person is to the other"),
            optional("company", "text", "Who employs this person"),
            optional("job_title", "text", "What this person does there"),
            optional("notes", "markdown", "What else to know"),
        ],
        r#"{"name": "Mira Lund", "phone": "+493023125042", "job_title": "Harbour master"}"#,
    ),
    composite(
        "Company",
        "A business, written into the record itself rather than referred to.",
        &[
            required("name", "text", "What everyone calls it"),
            optional("legal_name", "text", "What it is called in the register"),
            optional("tax_id", "text", "Number under which it pays its taxes"),
            optional("website", "url", "Its page on the web"),
            optional("industry", "text", "Which trade it is in"),
            optional("employee_count", "integer", "How many people work there"),
            optional("address", "SimpleAddress", "Where it sits"),
            optional("phone", "phoneNumber", "Where to call"),
        ],
        r#"{"name": "Lund Ropes", "industry": "Shipping supplies", "employee_count": 14}"#,
    ),
    composite(
        "GeoLocation",
        "Where something was at a moment, as a receiver such as a phone's measured it.",
        &[
            required("latitude", "latitude", "How far north"),
            required("longitude", "longitude", "How far east"),
            optional("altitude", "integer", "How high above the sea, in metres"),
            optional("accuracy", "integer", "How far off it may be, in metres"),
            optional(
                "heading",
                "integer",
                "Which way it moved, in degrees from north",
            ),
            optional("speed", "float", "How fast it moved, in metres a second"),
            required("timestamp", "datetime", "When it was measured"),
        ],
        r#"{"latitude": 57.7089, "longitude": 11.9746, "speed": 3.5, "timestamp": "2027-05-18T05:45:00Z"}"#,
    ),
    composite(
        "CurrencyExchange",
        "What one currency cost in another at a moment.",
        &[
            required(
                "baseCurrency",
                "currencyCode",
                "The currency that is bought",
            ),
            required(
                "quoteCurrency",
                "currencyCode",
                "The currency it is paid in",
            ),
            required(
                "rate",
                "exchangeRate",
                "What one of the first costs in the second",
            ),
            required("timestamp", "datetime", "When it cost that"),
            optional("source", "text", "Who says so"),
        ],
        r#"{"baseCurrency": "EUR", "quoteCurrency": "SEK", "rate": 11.3142, "timestamp": "2027-05-18T05:45:00Z"}"#,
    ),
];

const fn composite(
    name: &'static str,
    doc: &'static str,
    members: &'static [Member],
    example: &'static str,
) -> Composite {
    Composite {
        name,
        doc,
        members,
        input: "textarea",
        example,
    }
}

const fn required(name: &'static str, type_name: &'static str, doc: &'static str) -> Member {
    Member {
        name,
        type_name,
        nullable: false,
        doc,
    }
}

const fn optional(name: &'static str, type_name: &'static str, doc: &'static str) -> Member {
    Member {
        name,
        type_name,
        nullable: true,
        doc,
    }
}
