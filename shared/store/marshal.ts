import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/* Apart from items.ts, because the gate writes items too and its bundle must not carry every item's schema. */

export type Item = Record<string, AttributeValue>;

/** Plain value → DynamoDB item. Members that are `undefined` are left out. */
export const encode = (value: object): Item => marshall(value, { removeUndefinedValues: true });
