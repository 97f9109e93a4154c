/// All that a query may be made of. Whatever is not here is refused; the prompts show the same lists.
package enum Allowed {
    /// Views over the bars, by one-part names.
    package static let tables: Set = ["minutes", "sessions"]

    package static let aggregates: Set = [
        "any_value", "arg_max", "arg_max_null", "arg_min", "arg_min_null", "avg", "bool_and", "bool_or", "corr",
        "count",
        "count_if", "count_star", "countif", "covar_pop", "covar_samp", "first", "kurtosis", "last", "max", "max_by",
        "mean", "median", "min", "min_by", "mode", "product", "quantile", "quantile_cont", "quantile_disc",
        "regr_intercept", "regr_r2", "regr_slope", "skewness", "stddev", "stddev_pop", "stddev_samp", "sum", "var_pop",
        "var_samp", "variance",
    ]

    /// Aggregates over a frame that the engine computes step by step and stops when told to.
    package static let windows: Set = [
        "avg", "bool_and", "bool_or", "corr", "count", "count_star", "cume_dist", "dense_rank", "first", "first_value",
        "lag", "last", "last_value", "lead", "max", "mean", "min", "nth_value", "ntile", "percent_rank", "rank",
        "rank_dense", "row_number", "stddev", "stddev_pop", "stddev_samp", "sum", "var_pop", "var_samp", "variance",
    ]

    package static let functions: Set = [
        // arithmetic
        "%", "*", "**", "+", "-", "/", "//", "^", "abs", "add", "cbrt", "ceil", "ceiling", "divide", "exp", "fdiv",
        "floor",
        "fmod", "greatest", "isfinite", "isinf", "isnan", "least", "ln", "log", "log10", "log2", "mod", "multiply",
        "nullif", "pi", "pow", "power", "round", "sign", "sqrt", "subtract", "trunc",
        // dates and times
        "date_diff", "date_part", "date_sub", "date_trunc", "datediff", "datepart", "datesub", "datetrunc", "day",
        "dayname", "dayofmonth", "dayofweek", "dayofyear", "epoch", "hour", "isodow", "isoyear", "last_day",
        "make_date",
        "make_time", "make_timestamp", "minute", "month", "monthname", "quarter", "second", "strftime", "time_bucket",
        "to_days", "to_hours", "to_minutes", "to_months", "to_seconds", "to_weeks", "to_years", "week", "weekday",
        "weekofyear", "year", "yearweek",
        // text
        "!~~", "!~~*", "concat", "contains", "ends_with", "left", "length", "lower", "ltrim", "prefix", "right",
        "rtrim",
        "starts_with", "substr", "substring", "suffix", "trim", "upper", "||", "~~", "~~*",
        // choice
        "coalesce", "if", "ifnull",
    ]

    /// Rows of numbers, with constant bounds no further apart than `LookThrough.series`.
    package static let tableFunctions: Set = ["generate_series", "range"]

    package static let types: Set = [
        "BIGINT", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "FLOAT", "HUGEINT", "INTEGER", "INTERVAL", "NUMERIC", "REAL",
        "SMALLINT", "TEXT", "TIME", "TIMESTAMP", "TINYINT", "VARCHAR",
    ]

    static let statements: Set = ["SELECT_NODE", "SET_OPERATION_NODE"]
    static let modifiers: Set = ["DISTINCT_MODIFIER", "LIMIT_MODIFIER", "ORDER_MODIFIER"]
    static let orders: Set = ["ASCENDING", "DESCENDING", "ORDER_DEFAULT"]
    static let relations: Set = ["BASE_TABLE", "EMPTY", "EXPRESSION_LIST", "JOIN", "SUBQUERY", "TABLE_FUNCTION"]
    static let expressions: Set = [
        "BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "OPERATOR",
        "STAR",
        "SUBQUERY", "TYPE", "WINDOW",
    ]
    static let operators: Set = [
        "COMPARE_IN", "COMPARE_NOT_IN", "GROUPING_FUNCTION", "OPERATOR_COALESCE", "OPERATOR_IS_NOT_NULL",
        "OPERATOR_IS_NULL", "OPERATOR_NOT", "OPERATOR_NULLIF", "OPERATOR_TRY",
    ]

    /// Every label that the serialised tree of such a query has; a label that a later engine adds is refused until it
    /// is understood.
    static let labels: Set = [
        "aggregate_handling", "alias", "aliases", "arg_orders", "arguments", "at_clause", "case_checks", "catalog",
        "catalog_name", "child", "children", "class", "column_name_alias", "column_names", "columns", "comparison_type",
        "condition", "cte_map", "default_expr", "delim_flipped", "distinct", "distinct_on_targets",
        "duplicate_eliminated_columns", "else_expr", "end", "end_expr", "exclude_clause", "exclude_list",
        "expected_names", "expected_types", "export_state", "expr", "expression", "filter", "filter_expr", "from_table",
        "function", "function_name", "group_expressions", "group_sets", "has_ignore_nulls", "having", "ignore_nulls",
        "input", "is_implicit", "is_operator", "join_type", "key", "key_targets", "kind", "left", "limit", "limit_type",
        "literal", "lower", "map", "materialized", "modifiers", "name", "named_param_map", "nearest_approx",
        "nearest_count", "nearest_order_type", "node", "null_order", "offset", "offset_expr", "order_bys", "orders",
        "partitions", "path", "payload_aggregates", "qualified_exclude_list", "qualified_name", "qualify",
        "query_location", "query_location_length", "query_node", "ranking_expression", "ref_type", "relation_name",
        "rename_list", "replace_list", "right", "sample", "schema", "schema_name", "select_list", "setop_all",
        "setop_type", "start", "start_expr", "subquery", "subquery_type", "table_name", "text", "then_expr",
        "try_cast", "type", "type_expr", "type_name", "upper", "using_columns", "value", "values", "when_expr",
        "where_clause", "with_ordinality",
    ]
}
