/**
 * How every function is bundled; plain values, so that the deployment, the size test and the bench use the same.
 * The SDK is bundled: the tested version is the one that runs, and as ESM it is a third smaller than as CommonJS.
 */
export const bundling = {
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  // Chinese as it is: escaped, each character takes six bytes instead of three.
  charset: 'utf8',
  target: 'node24',
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
} as const;

/** Bundled in place of a package: the file, from the root of the checkout. */
export const aliases: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': './infra/aws/lambda-credentials.ts',
  '@aws-sdk/endpoint-cache': './infra/aws/no-endpoint-cache.ts',
  '@smithy/core/event-streams': './infra/aws/no-event-streams.ts',
  '@aws/lambda-invoke-store': './infra/aws/no-invoke-store.ts',
  'mnemonist/lru-cache': './infra/aws/endpoint-cache.ts',
};

/** Largest minified bundle in bytes: the gate answers every data request, so it is kept smaller than the others. */
export const bundleLimit = (name: string): number => (name === 'gate' ? 480 : 550) * 1024;
