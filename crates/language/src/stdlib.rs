//! The entities of SpecQL's standard library: what it has, and where.
//!
//! A project gets one by copying its file. What a spec names in `extends` or `import` is the path
//! here.

/// An entity of the standard library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LibraryEntity {
    /// The path of its file, without the extension.
    pub path: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its schema.
    pub schema: &'static str,
}

const fn entity(path: &'static str, name: &'static str, schema: &'static str) -> LibraryEntity {
    LibraryEntity { path, name, schema }
}

/// All of them, by their paths.
pub const LIBRARY: &[LibraryEntity] = &[
    entity("stdlib/commerce/contract", "Contract", "management"),
    entity("stdlib/commerce/order", "Order", "management"),
    entity("stdlib/commerce/price", "Price", "management"),
    entity("stdlib/common/genre", "Genre", "common"),
    entity("stdlib/common/industry", "Industry", "common"),
    entity("stdlib/crm/contact", "Contact", "tenant"),
    entity("stdlib/crm/organization", "Organization", "management"),
    entity(
        "stdlib/crm/organization_type",
        "OrganizationType",
        "management",
    ),
    entity(
        "stdlib/geo/address_datasource",
        "AddressDatasource",
        "common",
    ),
    entity("stdlib/geo/address_format", "AddressFormat", "common"),
    entity(
        "stdlib/geo/administrative_level",
        "AdministrativeLevel",
        "common",
    ),
    entity(
        "stdlib/geo/administrative_unit",
        "AdministrativeUnit",
        "common",
    ),
    entity("stdlib/geo/location", "Location", "tenant"),
    entity("stdlib/geo/location_level", "LocationLevel", "common"),
    entity("stdlib/geo/location_type", "LocationType", "common"),
    entity("stdlib/geo/postal_code", "PostalCode", "common"),
    entity("stdlib/geo/postal_code_city", "PostalCodeCity", "common"),
    entity("stdlib/geo/public_address", "PublicAddress", "common"),
    entity("stdlib/geo/street_type", "StreetType", "common"),
    entity("stdlib/i18n/continent", "Continent", "common"),
    entity("stdlib/i18n/country", "Country", "common"),
    entity("stdlib/i18n/country_locale", "CountryLocale", "common"),
    entity("stdlib/i18n/currency", "Currency", "common"),
    entity("stdlib/i18n/language", "Language", "common"),
    entity("stdlib/i18n/locale", "Locale", "common"),
    entity(
        "stdlib/org/organizational_unit",
        "OrganizationalUnit",
        "tenant",
    ),
    entity(
        "stdlib/org/organizational_unit_level",
        "OrganizationalUnitLevel",
        "common",
    ),
    entity("stdlib/tech/operating_system", "OperatingSystem", "common"),
    entity(
        "stdlib/tech/operating_system_platform",
        "OperatingSystemPlatform",
        "common",
    ),
    entity("stdlib/time/calendar", "Calendar", "common"),
];

/// The entity of this name.
#[must_use]
pub fn library_entity(name: &str) -> Option<&'static LibraryEntity> {
    LIBRARY.iter().find(|entity| entity.name == name)
}

/// The entity at this path: with or without an extension.
#[must_use]
pub fn library_path(path: &str) -> Option<&'static LibraryEntity> {
    let stem = path
        .strip_suffix(".yaml")
        .or_else(|| path.strip_suffix(".yml"))
        .unwrap_or(path);
    LIBRARY.iter().find(|entity| entity.path == stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_found_by_name_and_by_path() {
        let country = library_entity("Country").unwrap();
        assert_eq!(library_path("stdlib/i18n/country"), Some(country));
        assert_eq!(library_path("stdlib/i18n/country.yaml"), Some(country));
        assert_eq!(library_entity("country"), None);
    }

    #[test]
    fn paths_are_sorted() {
        assert!(LIBRARY.is_sorted_by_key(|entity| entity.path));
    }
}
