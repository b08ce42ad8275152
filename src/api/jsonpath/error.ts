/** What client-go/util/jsonpath complains of: a template that cannot be parsed, a path that does not fit the data. */
export class JSONPathError extends Error {}
