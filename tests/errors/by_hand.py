"""Remedies obeyed by hand: for each folder, what part of the remedy is obeyed, and each file's text before and after."""

from __future__ import annotations

Changes = tuple[tuple[str, str, str], ...]

P, S, C = "plan.toml", "scenario.toml", "changes.csv"
AMOUNTS = 'amounts = { "2026/27" = -10 }'
GIVEN = 'amounts = { "2026/27" = -10, "2027/28" = 0 }'
STARTS, FULL_YEAR = 'starts = "September 2026"\n', "full_year = -10\n"
SINCE = 'in_base_since = "2025/26"\n'

BY_HAND: dict[str, dict[str, Changes]] = {
    "a-figure-beside-the-years": {
        "put amounts that hold a comma in double quotes": ((C, "-1,234,", '"-1,234",'),),
        "say in words what the note means": ((C, ",-30\n", ",replaces -30\n"),),
    },
    "a-row-that-may-have-lost-a-cell": {
        "put back the cell it has lost": ((C, "care,-20,-30,\n", "care,-10,-20,-30,\n"),),
        "add a comma at the end": ((C, "care,-20,-30,\n", "care,-20,-30,,\n"),),
    },
    "added-change-with-no-line": {
        "add a line for it": ((P, "[types]", '[[line]]\nservice = "Roads"\nbase = 50\n\n[types]'),)
    },
    "plan-saved-with-a-hidden-ending": {
        "rename": (
            (
                P,
                "",
                '[plan]\ncouncil = "Anyshire"\ntitle = "Budget"\nyears = "2026/27"\nunit = "£000"\n\n[[line]]\nservice = "Care"\nbase = 100\n',
            ),
        )
    },
    "already-in-base-since-a-plan-year": {
        "give starts in place of in_base_since": ((P, 'in_base_since = "2026/27"', 'starts = "April 2026"'),)
    },
    "amount-and-rate-in-one-year": {
        "remove the amount": ((P, 'inflation = { "2026/27" = 5 }\n', ""),),
        "make the rate 0% in 2026/27": (
            (P, 'rates = "2%"', 'rates = { "2026/27" = "0%", "2027/28" = "2%" }'),
        ),
    },
    "amount-in-square-brackets": {"take the square brackets out": ((C, "[300]", "300"),)},
    "amount-in-another-currency": {"turn it into pounds": ((C, "$300", "225"),)},
    "amount-with-points-between-thousands": {
        "put a comma before every three figures": ((C, "1.234.567", '"1,234,567"'),)
    },
    "amount-with-a-bracket-and-a-comma": {
        "write it as one figure, without other marks": ((C, '"(1234),999"', "(1234)"),)
    },
    "amount-with-words": {"take the words out": ((C, " (est)", ""),)},
    "amounts-as-a-number": {"write what it holds in braces": ((P, "amounts = -10", AMOUNTS),)},
    "assume-from-and-in": {
        "remove from": ((S, 'from = "2026/27"\n', ""),),
        "or in": ((S, 'in = "2027/28"\n', ""),),
    },
    "assume-over-a-stated-amount": {
        "start the assumption after 2026/27": ((S, 'from = "2026/27"', 'from = "2027/28"'),),
        "take the amount out at plan.toml:11": ((P, 'inflation = { "2026/27" = 5 }\n', ""),),
    },
    "month-and-no-amount-in-a-row": {
        "write both: the month with its year, and the amount": ((C, "April 2027,", "April 2027 -10,"),)
    },
    "backslash-in-text": {
        "put the text in single quotes": ((P, '"H:\\Finance\\2026"', "'H:\\Finance\\2026'"),),
        "write / in place of the backslash": ((P, "H:\\Finance\\2026", "H:/Finance/2026"),),
    },
    "base-by-year-with-an-index": {"remove index": ((P, 'index = "pay"\n', ""),)},
    "braces-closed-by-a-bracket": {"write } in place of ]": ((P, '" ]', '" }'),)},
    "braces-over-several-lines": {
        "write them on one line": (
            (P, '{\n  kind = "pressure",\n  status = "new",\n', '{ kind = "pressure", status = "new",'),
            (P, ' label = "Pressures",\n}', 'label = "Pressures" }'),
        )
    },
    "capital-step-of-six-months": {
        "give whole years": ((S, '"6 months"', '"1 year"'),),
        "the new amounts with spend": ((S, 'later = "6 months"', 'spend = { "2026/27" = 30 }'),),
    },
    "capital-step-of-one-month": {
        "give whole years": ((S, '"1 month"', '"1 year"'),),
        "the new amounts with spend": ((S, 'later = "1 month"', 'spend = { "2026/27" = 30 }'),),
    },
    "capitalised-without-a-scheme": {
        "add scheme = ": (
            (P, 'kind = "capitalised"', 'kind = "capitalised"\nscheme = "K1"'),
            (
                P,
                "[[stream]]",
                (
                    '[types]\nP = { kind = "pressure", status = "new", label = "Pressures" }\n\n[[scheme]]\n'
                    'reference = "K1"\ntype = "P"\nservice = "Care"\ntitle = "Support"\nspend = { "2026/27" = 8 }\n'
                    'life = 20\nmethod = "annuity"\nrate = "5%"\n\n[[stream]]'
                ),
            ),
        )
    },
    "cash-limit-and-streams": {
        "remove [cash_limit]": ((P, '[cash_limit]\n"2026/27" = 100\n"2027/28" = 101\n', ""),)
    },
    "cash-limit-misses-a-year": {
        "add 2027/28": ((P, '"2026/27" = 100', '"2026/27" = 100\n"2027/28" = 100'),)
    },
    "change-and-where": {"remove one of the two": ((S, 'change = "S1"\n', ""),)},
    "change-with-several-lines": {
        'say which line it lands on, such as line = "Day care"': (
            (P, "amounts = ", 'line = "Day care"\namounts = '),
        )
    },
    "colon-in-braces": {
        "write = in place of :": (
            (P, 'kind: "pressure", status: "new", label:', 'kind = "pressure", status = "new", label ='),
        )
    },
    "comma-at-the-end-of-a-line": {"take the , out": ((P, '"Budget",', '"Budget"'),)},
    "comma-before-the-closing-brace": {"take the last comma out": ((P, '", }', '" }'),)},
    "colon-in-place-of-equals": {"write = in place of :": ((P, "base:", "base ="),)},
    "conflict-across-extends-of-several": {"take S1 out of this step": (("b.toml", '["S1", "S2"]', '"S2"'),)},
    "conflict-with-what-is-inherited": {
        "write overrides = true in this step": ((S, "[[drop]]", "[[drop]]\noverrides = true"),)
    },
    "control-as-a-number": {
        "write what it holds in braces": ((P, "control = 100", "control = { base = 100 }"),)
    },
    "control-total-in-another-unit": {
        "write base = 105200 in control": ((P, "base = 105 ", "base = 105200 "),)
    },
    "council-tax-without-a-tax-base": {
        "add one of them": (
            (P, 'core = "2.99%"', 'core = "2.99%"\namount = { "2026/27" = 60, "2027/28" = 62 }'),
        )
    },
    "demand-with-growth-and-forecast": {"remove growth": ((P, 'growth = "3%"\n', ""),)},
    "drop-of-what-another-change-needs": {
        'what becomes of "S2"': ((S, 'change = "S1"', 'change = "S1"\n\n[[drop]]\nchange = "S2"'),)
    },
    "except-not-selected": {'remove "P1" from except': ((S, 'except = "P1"', ""),)},
    "extends-a-plan": {'write plan = "plan.toml"': ((S, 'extends = "plan.toml"', 'plan = "plan.toml"'),)},
    "extends-itself": {
        'remove "scenario.toml" from extends': ((S, 'extends = "scenario.toml"', 'plan = "plan.toml"'),)
    },
    "extends-two-plans": {
        'write plan = "plan.toml"': (("b.toml", '"other.toml"', '"plan.toml"'),),
        "leave this scenario out of extends": ((S, '["a.toml", "b.toml"]', '"a.toml"'),),
    },
    "full-year-without-a-start": {
        "give both": ((P, FULL_YEAR, STARTS + FULL_YEAR),),
        "amounts by year instead": ((P, FULL_YEAR, AMOUNTS),),
    },
    "full-year-and-amounts-without-a-start": {
        "remove full_year": ((P, FULL_YEAR, ""),),
        "write starts in place of the amounts": ((P, AMOUNTS, STARTS),),
    },
    "full-year-and-phases-without-a-start": {
        "remove full_year": ((P, FULL_YEAR, ""),),
        "add in_base_since": ((P, FULL_YEAR, FULL_YEAR + SINCE),),
    },
    "gross-base-without-collection-rate": {
        'add collection_rate = "98.5%"': ((P, "gross_base", 'collection_rate = "98.5%"\ngross_base'),),
        "give the base as tax_base": ((P, "gross_base", "tax_base"),),
    },
    "index-of-amounts-on-two-lines": {
        "give the index rates": ((P, 'amounts = { "2026/27" = 4, "2027/28" = 4 }', 'rates = "2%"'),)
    },
    "index-in-double-brackets": {
        "write [index.pay], and take name out": ((P, '[[index]]\nname = "pay"', "[index.pay]"),)
    },
    "index-with-rates-and-amounts": {"remove rates": ((P, 'rates = "2%"\n', ""),)},
    "levels-with-a-blank-year": {"0 where it ends": ((C, ",,-20,\n", ",,-20,0\n"),)},
    "levels-of-a-one-off": {"leave out basis": ((P, 'basis = "levels"\n', ""),)},
    "levels-with-tbc": {"leave out basis": ((P, 'basis = "levels"\n', ""),)},
    "lines-in-both-places": {"remove lines = ... from [plan]": ((P, 'lines = "lines.csv"\n', ""),)},
    "missing-column": {
        "add the column service": (
            (C, "type,title", "type,service,title"),
            (C, "S,Reablement", "S,Care,Reablement"),
        )
    },
    "missing-column-that-may-be-there": {
        "call it title": ((C, "Description", "title"),),
    },
    "missing-comma-in-braces": {"add the comma": ((P, '"saving" status', '"saving", status'),)},
    "missing-equals-sign": {"add the =": ((P, 'title "', 'title = "'),)},
    "missing-brace": {"close the bracket on this line": ((P, 'label = "Savings"', 'label = "Savings" }'),)},
    "missing-bracket-on-a-list": {"close the bracket on this line": ((P, '["a", "b"', '["a", "b"]'),)},
    "missing-bracket-on-a-table": {"close the bracket on this line": ((P, "[plan\n", "[plan]\n"),)},
    "missing-value": {"add the value": ((P, "title =", 'title = "Budget"'),)},
    "no-lines": {
        "add [[line]] tables": (
            (P, 'unit = "£000"', 'unit = "£000"\n\n[[line]]\nservice = "Care"\nbase = 100'),
        )
    },
    "one-off-that-comes-and-goes": {
        "leave out the reversal": ((P, ', "2027/28" = 10', ""),),
        "make the change recurring": ((P, "one_off = true\n", ""),),
    },
    "one-off-with-a-start": {"leave out one_off and basis": ((P, "one_off = true\n", ""),)},
    "ongoing-stream-misses-a-year": {
        "add 2027/28, 0 where it is nil": ((P, '"2026/27" = 40', '"2026/27" = 40, "2027/28" = 0'),),
        'say lasts = "time-limited"': ((P, 'kind = "grant"', 'kind = "grant"\nlasts = "time-limited"'),),
    },
    "part-above-what-is-there": {
        "give a smaller part": ((S, "part = 11", "part = 10"),),
        "leave part out": ((S, "part = 11\n", ""),),
    },
    "part-of-a-change-both-ways": {"give a share": ((S, "part = 5", 'part = "50%"'),)},
    "part-of-several-changes": {"give a share": ((S, "part = 5", 'part = "50%"'),)},
    "phases-beside-amounts": {
        "remove the phases": ((P, 'phases = [{ from = "September 2026", full_year = -100 }]\n', ""),)
    },
    "plan-and-extends": {"remove plan": ((S, 'plan = "plan.toml"\n', ""),)},
    "replaced-but-on-track": {'write "not achieved" for stage': ((P, '"on track"', '"not achieved"'),)},
    "reprofile-what-is-in-the-base": {
        "say what is not delivered with [[deliver]]": (
            (
                S,
                '[[reprofile]]\nchange = "S1"\namounts = { "2027/28" = -10 }',
                '[[deliver]]\nchange = "S1"\nshare = "50%"',
            ),
        )
    },
    "requires-without-dependants-in-a-row-with-a-mistake": {
        "add one of them under [plan] in plan.toml": (
            (P, 'unit = "£000"', 'unit = "£000"\ndependants = "follow"'),
        )
    },
    "requires-without-dependants": {
        "add one of them under [plan] in plan.toml": (
            (P, 'unit = "£000"', 'unit = "£000"\ndependants = "follow"'),
        )
    },
    "row-without-a-type": {"fill in type": ((C, "S1,,", "S1,S,"),)},
    "scenario-as-text": {
        "write [scenario]": ((S, 'scenario = "Later"', '[scenario]\ntitle = "Later"\nplan = "plan.toml"'),)
    },
    "scheme-on-a-line-with-an-index": {
        "name another line with line = ...": (
            (P, "[index.pay]", '[[line]]\nservice = "Financing"\nbase = 10\n\n[index.pay]'),
            (P, "spend = ", 'line = "Financing"\nspend = '),
        ),
        "take the index from that one": ((P, 'index = "pay"\n', ""),),
    },
    "settlement-and-build-up": {
        "give all of them one of the two kinds": ((P, '"build-up"', '"settlement"'),),
        'what is paid beside business rates is "grant"': ((P, '"build-up"', '"grant"'),),
    },
    "start-without-full-year": {
        "give both": ((P, STARTS, STARTS + FULL_YEAR),),
        "amounts by year instead": ((P, STARTS, AMOUNTS),),
    },
    "starts-and-amounts": {
        "remove starts and full_year": ((P, STARTS + FULL_YEAR, ""),),
        "or the amounts": ((P, AMOUNTS, ""),),
    },
    "starts-before-the-plan": {
        "the plan's years by year": (
            (P, 'starts = "September 2025"\nfull_year = -10', 'amounts = { "2026/27" = -5 }'),
        ),
        "in_base_since": ((P, 'starts = "September 2025"', 'in_base_since = "2025/26"'),),
    },
    "stream-year-given-twice": {"keep one of them": ((P, '"2026-27" = 41, ', ""),)},
    "style-with-decimals-in-quotes": {"write a number such as 1": (("style.toml", '"1"', "1"),)},
    "style-with-rows-as-a-list": {
        "in braces": (("style.toml", '["Fees", "Charges"]', '{ "Fees" = "Charges" }'),),
    },
    "style-with-two-fonts": {'such as "Arial"': (("style.toml", '"Arial, Helvetica"', '"Arial"'),)},
    "style-without-its-head": {"add [style]": (("style.toml", "[rows]", "[style]\n\n[rows]"),)},
    "target-with-amounts-and-by": {
        "remove amounts": ((P, 'amounts = { "2026/27" = 10 }\n', ""),),
        "or amount and by": ((P, 'by = "2027/28"\namount = 15', ""),),
    },
    "target-without-amounts": {
        "add amounts": ((P, "[[target]]\n", '[[target]]\namounts = { "2026/27" = 10 }\n'),),
        "or amount and by": ((P, "[[target]]\n", '[[target]]\namount = 15\nby = "2027/28"\n'),),
    },
    "tax-base-misses-a-year": {"add 2027/28": ((P, '"52,100.45"', '"52,100.45", "2027/28" = "52,100.45"'),)},
    "total-among-lines": {"add counts = true": ((P, "base = 1_500", "base = 1_500\ncounts = true"),)},
    "total-row-among-changes": {
        "remove the row": ((C, ",,,Total,-10,\n", ""),),
    },
    "turn-as-true": {
        "write 1, 2 or a later turn, without quotes": ((P, "balances_gap = true", "balances_gap = 1"),)
    },
    "too-many-cells-at-the-end": {
        'put text and amounts that hold a comma in double quotes: "-1,234"': ((C, "-1,234", '"-1,234"'),),
    },
    "too-many-cells": {
        'put text and amounts that hold a comma in double quotes: "-1,234"': ((C, "-1,234,", '"-1,234",'),),
        "take out a cell": ((C, "-1,234,", "-1,234"),),
    },
    "two-steps-on-one-figure-of-a-stream": {
        "take Main grant amount in 2026/27 out": ((S, '"2026/27" = 40, ', ""),)
    },
    "two-streams-of-one-collection-fund": {
        "correct the kind of one": ((P, '"council tax collection fund"', '"business rates collection fund"'),)
    },
    "type-as-text": {
        "write what it holds in braces": (
            (P, '"saving"', '{ kind = "saving", status = "new", label = "Savings" }'),
        )
    },
    "type-without-a-label": {"add label": ((P, '"new" }', '"new", label = "Savings" }'),)},
    "unclosed-quote": {"add the quote that is missing": ((P, '"Budget\n', '"Budget"\n'),)},
    "single-quote-not-closed": {"add the quote that is missing": ((P, "'Budget\n", "'Budget'\n"),)},
    "three-quotes-not-closed": {"add the quote that is missing": ((P, '"Budget\n', '"Budget"""\n'),)},
    "unknown-index-and-none-there": {
        "add [index.pay] to plan.toml": ((P, 'index = "pay"', 'index = "pay"\n\n[index.pay]\nrates = "2%"'),)
    },
    "keys-in-square-brackets": {
        "write { in place of [": ((P, "P = [ ", "P = { "), (P, '" ]', '" }')),
    },
    "range-of-rates": {"write one rate": ((P, "2%-3%", "2.5%"),)},
    "semicolon-in-braces": {"write a comma in place of ;": ((P, ";", ","),)},
    "list-of-changes-for-lines": {
        "remove lines from [plan]": (
            (P, 'lines = "changes.csv"\n', 'changes = "changes.csv"\n'),
            (P, "[types]", '[[line]]\nservice = "Care"\nbase = 100\n\n[types]'),
        ),
    },
    "list-of-lines-for-changes": {"remove changes from [plan]": ((P, 'changes = "lines.csv"\n', ""),)},
    "list-of-lines-without-a-base": {
        "add the column base": (("lines.csv", "2025/26", "2025/26,base"), ("lines.csv", "100", "100,100")),
        "call it base": (("lines.csv", "2025/26", "base"),),
    },
    "notes-among-changes": {
        "remove the row": ((C, "Source: budget book 2025,,,,,\n", ""), (C, "Pressures,,,,,\n", "")),
        "fill in type, service and title": (
            (C, "Source: budget book 2025,,,", "P2,P,Care,Fewer people"),
            (C, "Pressures,,,,,\n", ""),
        ),
    },
    "blank-cell-too-many": {"take out the blank cell under type": ((C, "P1,,P", "P1,P"),)},
    "comma-in-a-title": {
        'put text that holds a comma in double quotes: "More people, to support"': (
            (C, "More people, to support", '"More people, to support"'),
        )
    },
    "comma-in-a-title-beside-a-note": {
        'put text that holds a comma in double quotes: "More people, to support"': (
            (C, "More people, to support", '"More people, to support"'),
        )
    },
    "column-without-a-heading": {
        "give it a name": ((C, "2027/28,", "2027/28,note"),),
        "or remove it": ((C, "2027/28,", "2027/28"), (C, ",x", "")),
    },
    "misspelt-service": {
        "correct the service": ((C, "Adult social car,", "Adult social care,"),),
        "give line": (
            (C, "title,", "title,line,"),
            (C, "More people,", "More people,Adult social care,"),
        ),
    },
    "comma-in-a-title-of-a-spaced-list": {
        "put text that holds a comma in double quotes, with no space before them": (
            (C, " More people, to support", '"More people, to support"'),
        )
    },
    "index-with-a-space-in-its-name": {
        'write [index."care contracts"]': ((P, "[index.care contracts]", '[index."care contracts"]'),)
    },
    "plan-that-names-itself-for-changes": {
        "remove changes from [plan]": ((P, 'changes = "plan.toml"\n', ""),)
    },
    "later-and-earlier": {"remove later": ((S, 'later = "1 year"\nearlier', "later"),)},
    "missing-year-column": {
        "add the column 2027/28": ((C, "2026/27", "2026/27,2027/28"), (C, "-10", "-10,"))
    },
    "plan-as-text": {
        "write [plan]": (
            (
                P,
                'plan = "Budget"',
                '[plan]\ncouncil = "Anyshire"\ntitle = "Budget"\nyears = "2026/27 to 2027/28"\nunit = "£000"',
            ),
        )
    },
    "rise-year-given-twice": {"keep one of them": ((P, '"2026/2027" = "3%", ', ""),)},
    "same-line-twice-with-changes": {
        "a reference of its own": ((P, "[[line]]\n", '[[line]]\nreference = "Care 2"\n'),)
    },
    "same-line-twice": {"a reference of its own": ((P, "[[line]]\n", '[[line]]\nreference = "Care 2"\n'),)},
    "unknown-line-in-virement": {
        "add a line with that reference": (
            (P, "[[virement]]", '[[line]]\nservice = "Roads"\nbase = 50\n\n[[virement]]'),
        )
    },
    "neither-change-nor-where": {"add one of the two": ((S, "[[drop]]", '[[drop]]\nchange = "S1"'),)},
    "empty-where": {"add one of the two": ((S, "where = {}", 'change = "S1"'),)},
    "neither-plan-nor-extends": {
        "add one of the two": ((S, "[scenario]", '[scenario]\nplan = "plan.toml"'),)
    },
    "cash-limit-and-council-tax": {
        "remove [cash_limit]": ((P, '[cash_limit]\n"2026/27" = 100\n"2027/28" = 101\n', ""),)
    },
    "column-twice": {"remove one of them": ((C, "2027/28,title", "2027/28"), (C, ",,x", ","))},
    "excludes-a-change-that-is-there": {"remove one of them": ((P, 'excludes = "S1"\n', ""),)},
    "nil-inflation-and-rate-in-one-year": {
        "remove the amount": ((P, 'inflation = { "2026/27" = 0 }\n', ""),)
    },
    "title-row-above-the-headings": {
        "remove the rows above the headings": ((C, "Budget changes,,,,,\n", ""),)
    },
    "extends-in-a-circle": {
        'remove "scenario.toml" from extends': (
            ("a.toml", 'extends = "scenario.toml"', 'plan = "plan.toml"'),
        )
    },
    "in-base-since-with-phases-and-no-full-year": {"add full_year": ((P, SINCE, SINCE + FULL_YEAR),)},
    "in-base-since-without-full-year": {"add full_year": ((P, SINCE, SINCE + FULL_YEAR),)},
    "in-base-since-and-amounts": {
        "write full_year in place of the amounts": ((P, AMOUNTS, FULL_YEAR),),
        "or remove in_base_since": ((P, SINCE, ""),),
    },
    "in-base-since-and-full-year-and-amounts": {
        "remove in_base_since and full_year": ((P, SINCE + FULL_YEAR, ""),),
        "or the amounts": ((P, AMOUNTS, ""),),
    },
    "in-base-since-and-starts": {"remove one of the two": ((P, SINCE, ""),)},
    "start-and-amounts-without-full-year": {
        "write full_year in place of the amounts": ((P, AMOUNTS, FULL_YEAR),),
        "or remove starts": ((P, STARTS, ""),),
    },
    "index-as-a-rate": {"write what it holds in braces": ((P, 'pay = "2%"', 'pay = { rates = "2%" }'),)},
    "inflation-as-a-rate": {
        "write what it holds in braces": ((P, 'inflation = "2%"', 'inflation = { "2026/27" = 2 }'),)
    },
    "one-off-in-quotes": {"write true or false, without quotes": ((P, '"yes"', "true"),)},
    "overrides-in-quotes": {"write true or false, without quotes": ((S, '"yes"', "true"),)},
    "life-of-nil": {"write whole years from 1 to 200, without quotes": ((P, "life = 0", "life = 25"),)},
    "index-as-a-list-in-assume": {"write one text in quotes, without brackets": ((S, '["pay"]', '"pay"'),)},
    "name-as-a-list": {"write one text in quotes, without brackets": ((P, '["Budget"]', '"Budget"'),)},
    "reprofile-of-two-changes": {
        "write one text in quotes, without brackets": ((S, '["S1", "S2"]', '"S1"'),)
    },
    "month-in-figures": {"write the month in words": ((P, '"09/2026"', '"September 2026"'),)},
    "years-in-words": {
        "write both years with the word to": ((P, 'years = "', 'years = "2026/27 to 2027/28" # "'),)
    },
    "years-that-do-not-follow": {
        "write both years with the word to": ((P, 'years = "', 'years = "2026/27 to 2027/28" # "'),)
    },
    "band-d-of-nil": {"write the council's own Band D": ((P, "band_d = 0", 'band_d = "1,700.00"'),)},
    "file-cut-short": {"add the quote that is missing": ((P, '"""the file ends', '"""the file ends"""'),)},
    "scenario-as-the-plan": {"write extends": ((S, 'plan = "a.toml"', 'extends = "a.toml"'),)},
    "changes-that-need-one-another-in-a-circle": {
        "take one of these out of requires": ((P, 'requires = ["C"]\n', ""),)
    },
    "demand-step-with-growth-of-a-forecast": {
        "give forecast instead": ((S, 'growth = "5%"\nfrom = "2026/27"', 'forecast = { "2026/27" = 104 }'),)
    },
    "earlier-than-the-plan-by-a-year-too-much": {
        'write earlier = "1 year" or less': ((S, '"2 years"', '"1 year"'),),
        "with [[reprofile]]": (
            (S, "[[rephase]]", "[[reprofile]]"),
            (S, 'earlier = "2 years"', 'amounts = { "2026/27" = -5 }'),
        ),
    },
    "mistakes-in-steps-on-a-whole-council": {
        "give growth instead": ((S, 'forecast = { "2026/27" = 104 }', 'growth = "5%"\nin = "2026/27"'),),
        "write whole years from 1 to 200": ((S, "life = 0", "life = 25"),),
    },
    "mistakes-in-a-whole-council": {"write whole years from 1 to 200": ((P, "life = 0", "life = 25"),)},
    "reprofile-levels-with-a-year-left-out": {"fill in 2027/28": ((S, "-10,", '-10, "2027/28" = -10,'),)},
    "reprofile-levels-of-a-one-off": {"fill in 2027/28": ((S, "-10 }", '-10, "2027/28" = -10 }'),)},
    "levels-with-a-year-left-out": {
        "fill in 2027/28 and 2028/29": ((P, "-20 }", '-20, "2027/28" = -20, "2028/29" = 0 }'),)
    },
    "reprofiled-one-off-that-comes-and-goes": {"leave out the reversal": ((S, ', "2027/28" = 10', ""),)},
    "reserve-in-budgets-that-balances-the-gap": {
        "remove in_budget": ((P, "in_budget = true\n", ""),),
        "or balances_gap": ((P, "balances_gap = 1", ""),),
    },
    "yes-or-no-column-with-something-else": {"write yes or no": (("lines.csv", "maybe", "yes"),)},
    "added-change-rules-out-one-that-is-there": {"remove one of them": ((S, 'excludes = "S1"\n', ""),)},
    "mistakes-in-several-rows": {"fill in type": ((C, "S2,,", "S2,S,"),)},
    "mistakes-in-three-places": {"fill in title": ((C, "Care,,-5", "Care,Day centres,-5"),)},
    "style-with-mistakes-in-every-part": {
        "write a number such as 1": (("style.toml", "decimals = 9", "decimals = 1"),)
    },
    "amount-with-two-minus-signs": {"write one sign": ((C, "--5", "-5"),)},
    "minimum-that-looks-like-a-share": {
        "5% of net budget": ((P, "= 0.05", '= "5% of net budget"'),),
        "0.05k": ((P, "= 0.05", '= "0.05k"'),),
    },
    "requires-with-a-comma-in-a-csv": {"write P1; P2": ((C, '"P1, P2"', "P1; P2"),)},
    "step-on-references-with-a-comma": {'write ["P1", "P2"]': ((S, '"P1, P2"', '["P1", "P2"]'),)},
    "tags-with-a-comma": {'write ["demand", "waste"]': ((P, '"demand, waste"', '["demand", "waste"]'),)},
    "tags-with-a-comma-in-a-csv": {"write demand; waste": ((C, '"demand, waste"', "demand; waste"),)},
    "step-on-a-change-of-a-list-without-rows": {
        "add the change to changes.csv": ((C, "2026/27\n", "2026/27\nP1,P,Care,Homes,10\n"),)
    },
    "limit-not-by-year": {
        'write { "2026/27" = { core = "3%", pounds = 5 } }': (
            (P, '{ core = "3%", pounds = 5 }', '{ "2026/27" = { core = "3%", pounds = 5 } }'),
        )
    },
    "limit-of-a-year-as-a-rate": {"write what it holds in braces": ((P, '"3%" }', '{ core = "3%" } }'),)},
    "misspelt-columns-above-other-mistakes": {"write October 2026": ((C, "Octember", "October"),)},
    "month-as-a-number-of-excel": {"write October 2026": ((C, "46296", "October 2026"),)},
    "list-of-lines-without-rows": {
        "add a row for each line to lines.csv": (("lines.csv", "base\n", "base\nCare,1000\n"),)
    },
    "part-that-looks-like-a-share": {
        'did you mean "50%"?': ((S, "0.5", '"50%"'),),
        'write "0.5k"': ((S, "0.5", '"0.5k"'),),
    },
    "year-column-twice": {"remove one of them": ((C, ",2026-27", ",2027/28"),)},
    "total-row-among-lines": {
        "remove the row": (("lines.csv", "Total,100\n", ""),),
        "add a column counts with yes": (
            ("lines.csv", "base\n", "base,counts\n"),
            ("lines.csv", "Total,100", "Total,100,yes"),
        ),
    },
    "subtotal-that-counts-twice": {
        "remove it": ((C, "S3,S,Care,Sub-total care,-15,-20,5\n", ""),),
        "add a column counts with yes": ((C, "2028/29\n", "2028/29,counts\n"), (C, "-20,5\n", "-20,5,yes\n")),
    },
    "limit-in-words": {
        "write one of these": ((P, 'limit = "3%"', 'limit = { "2026/27" = { core = "3%" } }'),)
    },
    "limit-with-special-expenses-and-no-last-year": {
        "add it to [council_tax]": ((P, "band_d", 'relevant_basic_amount = "1,700.55"\nband_d'),)
    },
    "limit-without-a-figure": {
        "add one of them": ((P, "= {} }", '= { core = "3%" } }'),),
        "remove the limit": ((P, 'limit = { "2026/27" = {} }\n', ""),),
    },
    "why-without-limit-none": {
        'write limit = "none"': ((P, "why =", 'limit = "none"\nwhy ='),),
        "remove why": ((P, 'why = "a parish council"', ""),),
    },
    "reprofile-levels-with-tbc": {
        "write every level, 0 for none": ((S, '"tbc"', "0"),),
        "leave out basis": ((S, 'basis = "levels"\n', ""),),
    },
    "virement-to-itself": {
        "name another line in from or to": (
            (
                P,
                '[[virement]]\nfrom = "Care"',
                '[[line]]\nservice = "Roads"\nbase = 50\n\n[[virement]]\nfrom = "Roads"',
            ),
        )
    },
    "virement-with-one-end": {
        "name one line it comes from": ((P, 'to = "Care"', 'from_outside = "Schools"\nto = "Care"'),)
    },
    "where-as-text": {"write what it holds in braces": ((S, 'where = "S"', 'where = { type = "S" }'),)},
    "where-selects-nothing": {
        "name the changes: change = [...]": ((S, 'where = { type = "P" }', 'change = ["S1"]'),)
    },
}

FOR_ANOTHER_REASON = {
    "same-line-twice-with-changes": "the change does not say on which of the two it lands",
    "basis-column-with-something-else": "levels need a figure in every year",
    "change-as-a-number": 'no change is called "1"',
    "change-without-a-type": "the plan's only type has another code",
    "except-of-an-unknown-change": "nothing is left to drop",
    "extends-as-a-number": 'no file is called "1"',
    "misspelt-column-in-lines": "the index is not there either",
    "plan-as-a-number": 'no file is called "1"',
    "rate-as-a-bare-number-by-year": "another year has a bare number too",
    "unknown-basis": "levels need a figure in every year",
    "unknown-key-in-line": "the index is not there either",
    "unknown-stage-in-csv": "another row has a mistake",
    "year-without-quotes": "the next year has no quotes either",
}
"""Folders whose file, mended as the message says, still holds a mistake, and which."""

NAMES_NOTHING = (
    r"(add the table|fill it in), or name another file",
    r"ask for fewer decimals|(add fewer points|take fewer points off)",
    r"(check|correct|find|extend|save|type|open|end|move) .*",
    r"(name|say|round) .*",
    r"(give|put) (it|one|both|back|whole|a|all|each|amounts|what|them|the|text|share|other).*",
)
"""Remedies that say what to look at, and leave the words to whoever knows them."""
