import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Values = Record<string, AttributeValue>;

/** A write's condition and what its names and values stand for, as the SDK's commands carry them. */
interface Conditional {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Values | undefined;
}

/**
 * Whether a condition holds of an item: `attribute_not_exists(a)`, `a = :v`, `a < :v`, AND, OR, parentheses; OR binds
 * least. @throws for anything else, so that nothing is waved through
 */
export function holds({ ConditionExpression: text, ...bound }: Conditional, item: Values | undefined): boolean {
  if (text === undefined) return true;
  const tokens = text.match(/attribute_not_exists\([\w#]+\)|[()<=]|[#:]?\w+/g) ?? [];
  const next = () => tokens.shift() ?? '';
  const either = (): boolean => {
    let value = both();
    while (tokens[0] === 'OR') value = [next() === 'OR' && both(), value].some(Boolean);
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (tokens[0] === 'AND') value = [next() === 'AND' && one(), value].every(Boolean);
    return value;
  };
  const one = (): boolean => {
    const token = next();
    if (token === '(') {
      const value = either();
      if (next() !== ')') throw new Error(`not understood: ${text}`);
      return value;
    }
    const [, absent] = /^attribute_not_exists\((.+)\)$/.exec(token) ?? [];
    if (absent !== undefined) return attributeOf(absent, bound, item) === undefined;
    const [operator, right] = [next(), next()];
    return compares(attributeOf(token, bound, item), operator, bound.ExpressionAttributeValues?.[right]);
  };
  const value = either();
  if (tokens.length > 0) throw new Error(`not understood: ${text}`);
  return value;
}

const attributeOf = (name: string, { ExpressionAttributeNames }: Conditional, item: Values | undefined) =>
  item?.[ExpressionAttributeNames?.[name] ?? name];

/** An absent attribute compares with nothing; numbers by value, bytes, text and booleans as they are. */
function compares(left: AttributeValue | undefined, operator: string, right: AttributeValue | undefined): boolean {
  if (!right) throw new Error('a condition without its value');
  if (!left) return false;
  if (operator === '=') return plain(left) === plain(right);
  if (operator === '<' && right.N !== undefined) return left.N !== undefined && Number(left.N) < Number(right.N);
  throw new Error(`not understood: ${operator}`);
}

function plain({ S, N, B, BOOL }: AttributeValue): string {
  if (B !== undefined) return `B ${Buffer.from(B).toString('hex')}`;
  return S !== undefined ? `S ${S}` : N !== undefined ? `N ${Number(N)}` : `BOOL ${BOOL}`;
}
