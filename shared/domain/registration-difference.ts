import type { Text } from '../law/roles.ts';
import { fileParts, type RegistrationFile } from './registration-file.ts';
import { type Particulars, particularLabels } from './registration-particulars.ts';

/** A field of the record that a change or correction may touch, each marked on its own. */
export const fieldLabels = {
  title: { zh: '数据名称', en: 'data name' },
  description: { zh: '数据简介', en: 'description' },
  subject: fileParts.subject.label,
  legality: fileParts.legality.label,
  internalReview: fileParts.internalReview.label,
  resource: fileParts.resource.label,
  deposit: fileParts.deposit.label,
  product: fileParts.product.label,
  scenario: fileParts.scenario.label,
  risk: fileParts.risk.label,
  delegations: fileParts.delegations.label,
  ...particularLabels,
} as const satisfies Record<string, Text>;
export type Field = keyof typeof fieldLabels;
export const fields = Object.keys(fieldLabels) as [Field, ...Field[]]; // Object.keys forgets the key type

/** What a record says, in one edition. */
export interface Content {
  readonly title: string;
  readonly description: string;
  readonly file: RegistrationFile;
}
export interface Changes {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly file: RegistrationFile;
}
type Value = string | number | boolean | object | undefined;

/** One field on both sides; a side that has no such value lacks it. Documents are told by their reference. */
export interface Difference {
  readonly field: Field;
  readonly label: Text;
  readonly before?: Value;
  readonly after?: Value;
}

/** The content with the changes in it: what is not given stays, particulars are replaced as a whole. */
export const changed = ({ title, description, file }: Content, changes: Changes): Content => ({
  title: changes.title ?? title,
  description: changes.description ?? description,
  file: { ...file, ...changes.file },
});

/** Side by side 变更前后对照: the fields that differ, in the order of the record. @see REG-9 */
export function difference(before: Content, after: Content): Difference[] {
  const [one, other] = [valuesOf(before), valuesOf(after)];
  return fields.flatMap((field): Difference[] => {
    const [was, is] = [one[field], other[field]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [
      {
        field,
        label: fieldLabels[field],
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      },
    ];
  });
}

function valuesOf({ title, description, file }: Content): Readonly<Partial<Record<Field, Value>>> {
  const { particulars, ...parts } = file;
  const said: Partial<Particulars> = particulars ?? {};
  return { title, description, ...parts, ...said };
}
