use crate::fixture::{sql, statement, text_of};
use specql_language::Target;

fn table(fields: &str) -> String {
    let spec = format!("entity: Item\nschema: shop\nfields:\n{fields}");
    let sql = sql(&[&spec]);
    let table = statement(&sql, "CREATE TABLE");
    let lines = table.lines().map(str::trim);
    let audit = ["created_", "updated_", "deleted_", "pk_item ", "id uuid"];
    let keys = ["CONSTRAINT tb_item_", ");", "CREATE TABLE"];
    let own = lines.filter(|line| {
        !audit
            .iter()
            .chain(&keys)
            .any(|start| line.starts_with(start))
    });
    own.map(|line| line.trim_end_matches(','))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn each_kind_of_field_has_its_column_and_check() {
    assert_eq!(
        table(
            "  label: text!\n  amount: integer\n  ratio: float\n  price: money\n  mail: email!\n  \
             place: coordinates\n  state: enum(new, \"old\")\n  tags: list(text)\n  \
             address: SimpleAddress\n"
        ),
        "\
label text NOT NULL
amount integer
ratio double precision
price numeric(19,4)
mail text NOT NULL
place point
state text
tags jsonb
address jsonb
CONSTRAINT chk_tb_item_price_range CHECK (price >= 0)
CONSTRAINT chk_tb_item_mail_pattern CHECK (mail ~ E'^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\\\.[a-zA-Z]{2,}$')
CONSTRAINT chk_tb_item_place_bounds CHECK (place[0] >= -90 AND place[0] <= 90 AND place[1] >= -180 AND place[1] <= 180)
CONSTRAINT chk_tb_item_state_enum CHECK (state IN ('new', 'old'))"
    );
}

#[test]
fn types_of_postgres_are_what_they_are_there() {
    assert_eq!(
        table(
            "  a: decimal(10, 2)\n  b: timestamp\n  c: jsonb\n  d: int\n  e: text[]\n  f: varchar(80)\n  g: text(2, 40)\n  \
             h: integer(0, 100)\n  i: varchar\n"
        ),
        "\
a numeric(10,2)
b timestamptz
c jsonb
d integer
e jsonb
f text
g text
h integer
i text
CONSTRAINT chk_tb_item_f_length CHECK (char_length(f) <= 80)
CONSTRAINT chk_tb_item_g_length CHECK (char_length(g) >= 2 AND char_length(g) <= 40)
CONSTRAINT chk_tb_item_h_range CHECK (h >= 0 AND h <= 100)"
    );
}

#[test]
fn defaults_are_values_of_the_type() {
    assert_eq!(
        table(
            "  a: text = it's\n  b: integer = -3\n  c: boolean = no\n  d: enum(x, y) = y!\n  \
             e: date = today\n  f: {type: json, default: {deep: [1, true]}}\n  g: text! = z\n"
        ),
        "\
a text DEFAULT 'it''s'
b integer DEFAULT -3
c boolean DEFAULT false
d text NOT NULL DEFAULT 'y'
e date DEFAULT current_date
f jsonb DEFAULT '{\"deep\":[1,true]}'::jsonb
g text NOT NULL DEFAULT 'z'
CONSTRAINT chk_tb_item_d_enum CHECK (d IN ('x', 'y'))"
    );
}

#[test]
fn what_cannot_be_is_left_out_and_told() {
    let spec = "\
entity: Item
schema: shop
fields:
  id: uuid
  half:
  count: integer = many
  state: enum(a, b) = c
  odd: gizmo
";
    let sql = text_of(&[spec], Target::V0_8).sql;
    let remarks: Vec<_> = sql.lines().filter(|line| line.starts_with("--")).collect();
    assert_eq!(
        remarks,
        [
            "-- Left out of Item: the field `id`, because SpecQL keeps the name `id` to itself",
            "-- Left out of Item: the field `half`, because it has no type yet",
            "-- Left out of Item: the default `many` of the field `count`",
            "-- Left out of Item: the default `c` of the field `state`",
            "-- Left out of Item: the type `gizmo` of the field `odd`; the column is text",
        ]
    );
}

#[test]
fn the_long_form_says_more() {
    assert_eq!(
        table(
            "  a: {type: integer, min: 1, max: 9.5, required: true}\n  b: {type: money, max: 100}\n"
        ),
        "\
a integer NOT NULL
b numeric(19,4)
CONSTRAINT chk_tb_item_a_range CHECK (a >= 1 AND a <= 9.5)
CONSTRAINT chk_tb_item_b_range CHECK (b >= 0 AND b <= 100)"
    );
}

#[test]
fn the_word_null_is_a_word_where_it_is_written_as_one() {
    assert_eq!(
        table(
            "  a: {type: text, default: 'null'}\n  b: {type: text, default: null}\n  c: text = null\n  \
             d: {type: integer, default: 'null'}\n"
        ),
        "a text DEFAULT 'null'\nb text\nc text\nd integer"
    );
}
