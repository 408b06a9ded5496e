/**
 * Stands in for the store in which Lambda's managed instances keep one trace id for each of several requests at a time:
 * our processes answer one at a time, and the SDK then takes the id from the environment.
 */
export const InvokeStore = { getInstanceAsync: async (): Promise<undefined> => undefined };
