//! How queries are laid out.

/// What a query is written as between the quotes of its key.
#[track_caller]
fn check(query: &str, expected: &str) {
    let file = |query: &str| format!("[[theme]]\nid = \"a\"\nquery = '''{query}'''\n");
    super::check(&file(query), &file(expected));
}

#[test]
fn a_short_query_stands_on_one_line() {
    check("a  OR\n  b", "a OR b");
    check("\n  parcel\n  (late OR lost)\n", "parcel (late OR lost)");
    check("( late )", "(late)");
    check("\"late   parcel\" OR {two  blanks}", "\"late parcel\" OR {two  blanks}");
    check("followers:[ 10   TO 20 ] late", "followers:[10 TO 20] late");
    check("lang: en late", "lang:en late");
    check("late\u{a0}parcel", "late parcel");
}

#[test]
fn operators_are_written_one_way() {
    check("a AND  b", "a AND b");
    check("a AND -b", "a -b");
    check("a AND NOT b", "a -b");
    check("a NOT (b OR c)", "a -(b OR c)");
    check("a ONEAR/5 b", "a NEAR/5f b");
    check("a NEAR/05F b", "a NEAR/5f b");
    check("\"late parcel\"~03", "\"late parcel\"~3");
    check("a NOT NOT b", "a NOT NOT b");
    check("a NOT \"b c\" NOT {d} NOT #e NOT lang:en", "a -\"b c\" -{d} -#e -lang:en");
    check("(parcel AND late AND angry)~4", "(parcel AND late AND angry)~4");
    check("\"a\"AND\"b\"", "\"a\" AND \"b\"");
    check("a(b OR c)\"d\"", "a (b OR c) \"d\"");
}

#[test]
fn comments_stay_where_they_are() {
    check("parcel   <<< ask  Ana >>>late", "parcel <<< ask  Ana >>> late");
    check("a AND <<<x>>> b", "a AND <<<x>>> b");
    check("a NOT <<<x>>> b", "a <<<x>>> -b");
    check("a OR <<<x>>> b", "a OR <<<x>>> b");
    check("a NEAR/3 <<<x>>> b", "a NEAR/3 <<<x>>> b");
    check("<<<x>>> a <<<y>>>", "<<<x>>> a <<<y>>>");
    check("(<<<x>>>a<<<y>>>)", "(<<<x>>> a <<<y>>>)");
    check("\na <<<everyday>>>\n<<<rare>>>\nOR b", "\n  a <<<everyday>>>\n  <<<rare>>>\n  OR b\n");
    check("a\nOR <<<x>>>\nb", "\n  a\n  <<<x>>>\n  OR b\n");
    check("(a OR\n<<<x>>>\nb) c", "\n  (\n    a\n    <<<x>>>\n    OR b\n  )\n  c\n");
    check("<<<two\n   lines>>> a b", "\n  <<<two\n   lines>>> a\n  b\n");
}

#[test]
fn a_long_query_has_one_alternative_a_line() {
    check(
        "\"where is my parcel\" OR \"still waiting for my parcel\" OR \"my parcel has not arrived\" OR lost OR gone",
        "\n  \"where is my parcel\"\n  OR \"still waiting for my parcel\"\n  OR \"my parcel has not arrived\"\n  OR lost\n  OR gone\n",
    );
    check(
        "(deliver* OR parcel* OR package* OR shipment* OR shipping OR courier) (late OR lost) -(speaker OR keynote)",
        "\n  (deliver* OR parcel* OR package* OR shipment* OR shipping OR courier)\n  (late OR lost)\n  -(speaker OR keynote)\n",
    );
    check(
        "(battery OR charger) NEAR/6 (smoke OR smoking OR burning OR burnt OR exploded OR overheated OR \"caught fire\")",
        "\n  (battery OR charger) NEAR/6 (\n    smoke\n    OR smoking\n    OR burning\n    OR burnt\n    OR exploded\n    OR overheated\n    OR \"caught fire\"\n  )\n",
    );
    check(
        "\"an alternative that is long\" OR ((\"one thing or another\" OR \"a third thing\") (\"this thing\" OR \"that thing\"))",
        "\n  \"an alternative that is long\"\n  OR ((\"one thing or another\" OR \"a third thing\") (\"this thing\" OR \"that thing\"))\n",
    );
}
