// name: statistics.fields_by_number_of_sources
// title: 按数源个数统计字段 | Fields by number of sources
// summary: 没有数源、有一个、两个……数源的字段各有多少，及几个编码示例。
//   | Number of fields without a source, with one source, with two …, with the codes of a few examples.
// params: none
// returns: sources, fields, examples
MATCH (f:Field)
WITH f, COUNT { MATCH (f)-[:SUPPLIED_BY]->(d:DataSource) RETURN DISTINCT d } AS sources
ORDER BY f.field_code
RETURN sources, count(f) AS fields, collect(f.field_code)[..3] AS examples
ORDER BY sources
