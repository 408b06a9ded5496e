/**
 * Stands in for the LRU cache in which the SDK keeps discovered endpoints (8 KB in every bundle): discovery is off unless
 * somebody turns it on, and then there is one endpoint for each operation that we call.
 */
class EndpointCache extends Map<string, unknown> {
  // biome-ignore lint/complexity/noUselessConstructor: the capacity that the SDK gives is no list of entries
  constructor() {
    super();
  }

  peek(key: string): unknown {
    return this.get(key);
  }
}

// biome-ignore lint/style/noDefaultExport: the package that it stands in for is imported so
export default EndpointCache;
