import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for the SDK's default credential chain in every bundle. Lambda hands credentials to a function through its
 * environment and nowhere else, so the code that would look in files, SSO, STS or on the network is left out.
 */
export const defaultProvider = () => fromEnv();
