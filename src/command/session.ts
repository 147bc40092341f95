/** What lives as long as somebody types: variables, working folder, history. Replaced by the language module. */
export interface Session {
  readonly variables: Map<string, unknown>;
}
