# forms are tables
"""Every mistake is told with its place and the whole of its remedy, and all of a form in one go."""

from __future__ import annotations

from tests.conversations.test_looking_into_forms import look

FILES = {
    "own.csv": b"code,town\na,A\n",
    "red.png": b"png",
    "map.geojson": (
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "properties": {"name": "A"},'
        b' "geometry": {"type": "Point", "coordinates": [1, 2]}}]}'
    ),
}


def told(table: str) -> str:
    """Each problem, and after a tilde each warning."""
    found = look(table, FILES)
    return "\n".join([*(f"- {each}" for each in found.problems), *(f"~ {each}" for each in found.warnings)])


def plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_what_is_wrong_with_rows_and_choices() -> None:
    assert told("""
    | survey |
    | | type                | name      | label | calculation | appearance  | required |
    | | text                |           | A     |             |             |          |
    | | text                | two words | B     |             |             |          |
    | | text                | Meta      | C     |             |             |          |
    | | text                | d         | D     |             |             |          |
    | | integer             | D         | D     |             |             |          |
    | | text                | e         |       |             |             |          |
    | | calculate           | f         |       |             |             |          |
    | | select_one          | g         | G     |             |             |          |
    | | select_one colr     | h         | H     |             |             |          |
    | | select_one qqq      | i         | I     |             |             |          |
    | | texxt               | j         | J     |             |             |          |
    | | zzz                 | k         | K     |             |             |          |
    | | geotrace            | l         | L     |             |             |          |
    | | image               | m         | M     |             | signature   |          |
    | | end group           |           |       |             |             |          |
    | | end repeat          |           |       |             |             |          |
    | | begin repeat        | r1        | R     |             |             |          |
    | | begin repeat        | r2        | R     |             |             |          |
    | | begin repeat        | r3        | R     |             |             |          |
    | | text                | n         | N     |             |             |          |
    | | end repeat          |           |       |             |             |          |
    | | end repeat          |           |       |             |             |          |
    | | end repeat          |           |       |             |             |          |
    | | begin group         | o         | O     |             |             |          |
    | | text                | p         | P     |             |             |          |
    | choices |
    | | list_name | name  | label |
    | | colour    | red   | Red   |
    | | colour    | red   | Again |
    | | colour    |       | None  |
    | | colour    | a b   | Two   |
    | |           |       |       |
""") == plain("""
        - sheet survey, row 2, column name. this row has no name. Fill in the column name, such as date_of_birth.
        - sheet survey, row 3, column name. “two words” cannot be a name. Use letters, digits and _, beginning with a letter.
        - sheet survey, row 4, column name. the name “meta” is taken by XLSForm itself. Give it another name.
        - sheet survey, row 6, column name. the name “D” is taken in row 5. Give it another name.
        - sheet survey, row 7, column label. this question has no label. Fill in the column label.
        - sheet survey, row 8, column calculation. this calculate has nothing to calculate. Fill in the column calculation.
        - sheet survey, row 9, column type. this question does not name its list. Write select_one NAME_OF_LIST.
        - sheet survey, row 10, column type. the choices sheet has no list “colr”. Did you mean “colour”?
        - sheet survey, row 11, column type. the choices sheet has no list “qqq”. Add its choices to the choices sheet.
        - sheet survey, row 12, column type. there is no type “texxt”. Did you mean “text”?
        - sheet survey, row 13, column type. there is no type “zzz”. The types are listed in docs/forms.md.
        - sheet survey, row 14, column type. the type “geotrace” is not supported. Use geopoint for a single point.
        - sheet survey, row 15, column appearance. the appearance “signature” is not supported. Remove the appearance: the person sends a photo.
        - sheet survey, row 16, column type. this end group has no begin group above it. Remove the row, or add begin group.
        - sheet survey, row 17, column type. this end repeat has no begin repeat above it. Remove the row, or add begin repeat.
        - sheet survey, row 20, column type. repeats deeper than 2 levels are not supported. Use a group, or another form.
        - sheet survey, row 25, column type. this begin group is not closed. Add a row end group.
        - sheet choices, row 3, column name. the value “red” is in row 2 already. Give it another value.
        - sheet choices, row 4, column name. this choice has no value. Fill in the column name.
        - sheet choices, row 5, column name. the value “a b” has a blank in it. Use _ between the words.
    """)


def test_what_is_wrong_with_lists_and_files() -> None:
    assert told("""
    | survey |
    | | type                                  | name | label | choice_filter | parameters           | media::image | constraint |
    | | select_one_from_file towns.csv        | a    | A     |               |                      |              |            |
    | | select_one_from_file town.csv         | b    | B     |               |                      |              |            |
    | | select_one_from_file towns.txt        | c    | C     |               |                      |              |            |
    | | select_one_from_file own.csv          | d    | D     |               |                      |              |            |
    | | select_one_from_file own.csv          | e    | E     |               | value=cod label=qqqq |              |            |
    | | select_one_from_file map.geojson      | f    | F     |               |                      |              |            |
    | | select_one_from_file own.csv          | g    | G     | cde = 'a'     | value=code label=town |              |            |
    | | select_one colour                     | h    | H     | twn = ${a}    |                      |              |            |
    | | select_one colour                     | i    | I     | -(qqqq) = 1   |                      |              |            |
    | | text                                  | j    | J     |               |                      | re.png       |            |
    | | text                                  | k    | K     |               |                      | qqqqqqqq.png |            |
    | | text                                  | l    | L     |               |                      |              | instance('color')/root/item = 1 |
    | | text                                  | m    | M     |               |                      |              | instance('qqqqq')/root/item = 1 |
    | | csv-external                          | ext  |       |               |                      |              |            |
    | choices |
    | | list_name | name | label | town | media::image |
    | | colour    | red  | Red   | a    | red.png      |
    | | colour    | blue | Blue  | b    | rad.png      |
""") == plain("""
        - sheet survey, row 2, column type. the file towns.csv is missing. Did you mean own.csv?
        - sheet survey, row 3, column type. the file town.csv is missing. Did you mean own.csv?
        - sheet survey, row 4, column type. “towns.txt” is no file of a list. Use a .csv, .xml or .geojson file.
        - sheet survey, row 5, column parameters. own.csv has no column “name”. Name the column: value=NAME_OF_COLUMN.
        - sheet survey, row 5, column parameters. own.csv has no column “label”. Name the column: label=NAME_OF_COLUMN.
        - sheet survey, row 6, column parameters. own.csv has no column “cod”. Did you mean value=code?
        - sheet survey, row 6, column parameters. own.csv has no column “qqqq”. Name the column: label=NAME_OF_COLUMN.
        - sheet survey, row 7, column parameters. map.geojson has no column “title”. Name the column: label=NAME_OF_COLUMN.
        - sheet survey, row 8, column choice_filter. its list has no column “cde” (character 1 of: ▸cde = 'a'). Did you mean “code”?
        - sheet survey, row 9, column choice_filter. its list has no column “twn” (character 1 of: ▸twn = ${a}). Did you mean “town”?
        - sheet survey, row 10, column choice_filter. its list has no column “qqqq” (character 3 of: -(▸qqqq) = 1). Add the column to that list.
        - sheet survey, row 11, column media::image. the file re.png is missing. Did you mean red.png?
        - sheet survey, row 12, column media::image. the file qqqqqqqq.png is missing. Put it beside the form.
        - sheet survey, row 13, column constraint. there is no list “color” (character 11 of: instance('▸color')/root/item = 1). Did you mean “colour”?
        - sheet survey, row 14, column constraint. there is no list “qqqqq” (character 11 of: instance('▸qqqqq')/root/item = 1). Add it to the choices, or put its file beside the form.
        - sheet survey, row 15, column type. the file ext.csv is missing. Put it beside the form.
        - sheet choices, row 3, column media::image. the file rad.png is missing. Did you mean red.png?
        ~ sheet choices, row 1, column media::image. the column “media::image” has no effect in a chat.
    """)


def test_what_is_wrong_with_sheets_and_columns() -> None:
    assert told("""
    | survey |
    | | type | name | label | relevent | save_to | intent | relevant::English (en) | hxl | remark | body::x |
    | | text | a    | A     | 1        | x       | y      | 1                      | z   | q      | 5       |
    | choices |
    | | list_name | name | label | town::English (en) | labl |
    | | c         | a    | A     | x                  | y    |
    | settings |
    | | form_idd | public_key | remarks | default_language |
    | | x        | AAA        | z       | Inglish (en)     |
    | setings |
    | | x |
    | | y |
    | entities |
    | | dataset |
    | | people  |
    | external_choices |
    | | list_name |
    | | x         |
    | remarks |
    | | x |
""") == plain("""
        - sheet entities. the sheet entities is not supported. Remove the sheet: entities are not supported.
        - sheet external_choices. the sheet external_choices is not supported. Use select_one_from_file, and remove the sheet.
        - sheet settings, row 1, column form_idd. there is no column “form_idd”. Did you mean “form_id”? Otherwise give the column another name.
        - sheet settings, row 1, column public_key. the column “public_key” is not supported. Remove the column: Suar seals every answer.
        - sheet survey, row 1, column relevent. there is no column “relevent”. Did you mean “relevant”? Otherwise give the column another name.
        - sheet survey, row 1, column save_to. the column “save_to” is not supported. Remove the column: entities are not supported.
        - sheet survey, row 1, column intent. the column “intent” is not supported. Remove the column: no other app can be opened from a chat.
        - sheet survey, row 1, column relevant::English (en). the column “relevant::English (en)” cannot have a language. Remove “::English (en)” from the header.
        ~ sheet setings. this sheet is not part of XLSForm, and is ignored.
        ~ sheet remarks. this sheet is not part of XLSForm, and is ignored.
        ~ sheet survey, row 1, column hxl. the column “hxl” has no effect in a chat.
        ~ sheet survey, row 1, column remark. the column “remark” is not part of XLSForm, and is ignored.
        ~ sheet survey, row 1, column body::x. the column “body::x” has no effect in a chat.
        ~ sheet settings, row 1, column remarks. the column “remarks” is not part of XLSForm, and is ignored.
    """)


def test_what_is_wrong_with_formulas_and_references() -> None:
    assert told("""
    | survey |
    | | type      | name | label               | relevant      | constraint | calculation      | default  | repeat_count | hint     | readonly | required | trigger |
    | | integer   | age  | Age?                |               |            |                  |          |              |          |          |          |         |
    | | text      | b    | Hello ${agee}       | ${age} >      | . >> 3     | if(${age}, 1)    | today(   |              | Hi ${age | tru()    | yess(    | ${zzzz} |
    | | text      | c    | ${last-saved#age}   | ${qqqqq} = 1  | selekted(., 1) | cond(1)      | toady()  |              |          |          |          |         |
    | | begin repeat | r | R                   |               |            |                  |          | ${age} + 1 * |          |          |          |         |
    | | text      | d    | D                   |               |            |                  |          |              |          |          |          |         |
    | | end repeat |     |                     |               |            |                  |          |              |          |          |          |         |
    | | calculate | x    |                     |               |            | ${y} + 1         |          |              |          |          |          |         |
    | | calculate | y    |                     |               |            | ${x} + 1         |          |              |          |          |          |         |
    | settings |
    | | instance_name | form_title   |
    | | conct(${age}) | Of ${nobody} |
""") == plain("""
        - sheet settings, row 2, column form_title. there is no question named “nobody” (character 4 of: Of ▸${nobody}). Write the name of a question of this form.
        - sheet settings, row 2, column instance_name. there is no function conct() (character 1 of: ▸conct(${age})). Did you mean concat()?
        - sheet survey, row 3, column label. there is no question named “agee” (character 7 of: Hello ▸${agee}). Did you mean ${age}?
        - sheet survey, row 3, column hint. this curly bracket is not closed (character 4 of: Hi ▸${age). Write a dollar sign, then the name of a question in curly brackets.
        - sheet survey, row 3, column trigger. there is no question named “zzzz” (character 1 of: ▸${zzzz}). Write the name of a question of this form.
        - sheet survey, row 3, column relevant. the expression ends too early (character 9 of: ${age} >▸). Correct the expression.
        - sheet survey, row 3, column constraint. “>” is not expected here (character 4 of: . >▸> 3). Correct the expression.
        - sheet survey, row 3, column calculation. if() does not take 2 arguments (character 1 of: ▸if(${age}, 1)). Give it 3.
        - sheet survey, row 3, column required. the expression ends too early (character 6 of: yess(▸). Correct the expression.
        - sheet survey, row 3, column readonly. there is no function tru() (character 1 of: ▸tru()). Did you mean true()?
        - sheet survey, row 3, column default. the expression ends too early (character 7 of: today(▸). Correct the expression.
        - sheet survey, row 4, column label. answers of an earlier report (last-saved) are not supported (character 1 of: ▸${last-saved#age}). Ask it again.
        - sheet survey, row 4, column relevant. there is no question named “qqqqq” (character 1 of: ▸${qqqqq} = 1). Write the name of a question of this form.
        - sheet survey, row 4, column constraint. there is no function selekted() (character 1 of: ▸selekted(., 1)). Did you mean selected()?
        - sheet survey, row 4, column calculation. there is no function cond() (character 1 of: ▸cond(1)). Correct the expression.
        - sheet survey, row 4, column default. there is no function toady() (character 1 of: ▸toady()). Did you mean today()?
        - sheet survey, row 5, column repeat_count. the expression ends too early (character 13 of: ${age} + 1 *▸). Correct the expression.
        - sheet survey, row 8, column calculation. these depend on each other in a circle: /data/x → /data/y → /data/x (rows 8, 9). Break the circle: leave one of the references out.
    """)


def test_what_does_nothing_in_a_chat() -> None:
    assert told("""
    | survey |
    | | type              | name | label | relevant | constraint | required | calculation | choice_filter | repeat_count | parameters        | appearance | readonly | hint |
    | | note              | a    | A     |          | . > 1      | yes      |             |               | 3            |                   | minimal    |          |      |
    | | calculate         | b    |       | 1        | . > 1      |          | 1           |               |              |                   |            |          | H    |
    | | begin group       | c    | C     |          | . > 1      |          |             |               |              |                   |            |          | H    |
    | | text              | d    | D     |          |            |          |             |               |              | rows=3 | multilin qqqq w2 |    |      |
    | | end group         |      |       | 1        |            |          |             |               |              |                   |            |          |      |
    | | range             | e    | E     |          |            |          |             |               |              | start=1 end=3 stap=1 |         |          |      |
    | | select_one colour | f    | F     |          |            |          |             |               |              | randomise=true seed=3 |        |          |      |
    | | audit             | audit |      |          |            |          |             |               |              |                   |            |          |      |
    | | deviceid          | dev  |       |          |            |          |             |               |              |                   |            |          |      |
    | choices |
    | | list_name | name | label | media::image |
    | | colour    | red  | Red   | red.png      |
""") == plain("""
        - sheet survey, row 7, column parameters. pyxform: On the 'survey' sheet, the 'parameters' value is invalid. The accepted parameter keys for this question type are 'end, placeholder, start, step, tick_interval, tick_labelset'. The following are invalid parameter key(s): 'stap'.
        ~ sheet choices, row 1, column media::image. the column “media::image” has no effect in a chat.
        ~ sheet survey, row 9, column type. a chat keeps no audit.
        ~ sheet survey, row 10, column type. a chat has no “deviceid”: it stays empty.
        ~ sheet survey, row 2, column appearance. the appearance “minimal” has no effect in a chat.
        ~ sheet survey, row 5, column appearance. the appearance “multilin” is not known, and is ignored. Did you mean “multiline”?
        ~ sheet survey, row 5, column appearance. the appearance “qqqq” is not known, and is ignored.
        ~ sheet survey, row 5, column appearance. the appearance “w2” has no effect in a chat.
        ~ sheet survey, row 2, column required. this column has no effect on note.
        ~ sheet survey, row 2, column constraint. this column has no effect on note.
        ~ sheet survey, row 2, column repeat_count. this column has no effect on note.
        ~ sheet survey, row 3, column hint. this column has no effect on calculate.
        ~ sheet survey, row 3, column constraint. this column has no effect on calculate.
        ~ sheet survey, row 4, column hint. this column has no effect on begin group.
        ~ sheet survey, row 4, column constraint. this column has no effect on begin group.
        ~ sheet survey, row 5, column parameters. the parameter “rows” has no effect in a chat.
        ~ sheet survey, row 6, column relevant. this column has no effect on end group.
        ~ sheet survey, row 7, column parameters. the parameter “stap” has no effect in a chat. Did you mean “step”?
        ~ sheet survey, row 8, column parameters. the parameter “randomise” has no effect in a chat. Did you mean “randomize”?
    """)


def test_columns_that_every_form_needs() -> None:
    assert told("""
    | survey |
    | | typ  | label |
    | | text | A     |
""") == plain("""
        - sheet survey, row 1, column typ. there is no column “typ”. Did you mean “type”? Otherwise give the column another name.
        - sheet survey, row 1. this sheet has no column “type”. Add the column.
        - sheet survey, row 1. this sheet has no column “name”. Add the column.
    """)


def test_languages_that_are_not_there() -> None:
    assert told("""
    | survey |
    | | type | name | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) | hint::English (en) |
    | | text | a    | Apa?                  |                     | -                    | Any                |
    | | text | b    |                       | What?               |                      |                    |
    | settings |
    | | default_language |
    | | Bahasa           |
""") == plain("""
        - sheet settings, row 2, column default_language. there is no column in the language “Bahasa”. Use one of the languages in the headers of the column label.
        ~ sheet survey, row 2, column hint::Indonesia (id). this translation is missing.
        ~ sheet survey, row 2, column label::English (en). this translation is missing.
        ~ sheet survey, row 3, column label::Indonesia (id). this translation is missing.
    """)
