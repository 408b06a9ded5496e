/** Types of key attributes: text or number. */
export type KeyType = 'S' | 'N';

/** An attribute that stands in a key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: KeyType;
}

/** An index with multi-attribute keys: an item is in it only if it carries every key attribute. */
export interface IndexDefinition {
  readonly name: string;
  readonly hash: readonly KeyAttribute[];
  readonly range: readonly KeyAttribute[];
  /** Attributes copied beside the keys. Key attributes of the table and of the index are always there. */
  readonly include: readonly string[];
}

export interface TableDefinition {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute;
  readonly indexes: readonly IndexDefinition[];
  readonly expires: string;
  readonly stream: 'NEW_IMAGE';
}

const text = (name: string): KeyAttribute => ({ name, type: 'S' });
const number = (name: string): KeyAttribute => ({ name, type: 'N' });

/** What a list or a to-do line shows of an item; nothing personal, nothing confidential. */
const summary = ['id', 'rests', 'title', 'version'] as const;

/**
 * The one table, as plain data: CDK deploys it and the local run creates it from the same value.
 * Only heads carry index attributes; gates, events and documents never do. Reads of an index are eventual.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
 */
export const table = {
  hash: text('pk'),
  range: text('sk'),
  indexes: [
    {
      name: 'byKind',
      hash: [text('kind'), text('jurisdiction'), text('status')],
      range: [text('time')],
      include: [...summary, 'party', 'dueAt', 'period'],
    },
    {
      name: 'byParty',
      hash: [text('party'), text('kind')],
      range: [text('status'), text('time')],
      include: [...summary, 'jurisdiction', 'dueAt', 'period'],
    },
    {
      name: 'byDue',
      // Eight shards a day, so that one busy due day does not meet the limit of one partition.
      hash: [text('dueDay'), number('dueShard')],
      range: [text('dueAt')],
      include: [...summary, 'kind', 'status', 'jurisdiction', 'party', 'period'],
    },
  ],
  /** Seconds since the epoch. Removal takes days: housekeeping of receipts and sessions, never enforcement. */
  expires: 'expiresAt',
  stream: 'NEW_IMAGE',
} as const satisfies TableDefinition;

export type IndexName = (typeof table.indexes)[number]['name'];

/** Every attribute that stands in a key of the table or of an index, once. */
export function keyAttributes(definition: TableDefinition): readonly KeyAttribute[] {
  const all = [
    definition.hash,
    definition.range,
    ...definition.indexes.flatMap(({ hash, range }) => [...hash, ...range]),
  ];
  return [...new Map(all.map((attribute) => [attribute.name, attribute])).values()];
}
