/**
 * Stands in for the SDK's cache of discovered endpoints in every bundle: discovery is off unless somebody switches it on,
 * and no function of ours does. A cache that keeps nothing is still right: each request asks for the regional endpoint.
 */
export class EndpointCache {
  getEndpoint(): undefined {
    return undefined;
  }
  get(): undefined {
    return undefined;
  }
  has(): boolean {
    return false;
  }
  set(): void {}
  delete(): void {}
  clear(): void {}
}
