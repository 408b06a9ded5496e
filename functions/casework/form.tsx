import * as z from 'zod';
import { documentRef, instant, localDate } from '../../shared/domain/values.ts';
import { factWord, words } from '../../shared/http/desk-words.ts';
import type { Language } from '../../shared/http/problem.ts';

interface Asked {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly language: Language;
  readonly label?: string;
  readonly required?: boolean;
  /** What stands in the field already. */
  readonly value?: string | undefined;
}

/**
 * The fields with which a form says one fact of a step, from the schema of that fact: where the record has a reference,
 * the form takes the text of the document. Names are those of shared/http/form.ts.
 */
export function Fact({ name, schema, language, label = factWord(name)[language], required = true, value }: Asked) {
  if (schema instanceof z.ZodOptional) {
    const inner = schema.unwrap() as z.ZodType; // classic schemas hold classic schemas
    return <Fact name={name} schema={inner} language={language} label={label} required={false} />;
  }
  if (schema === documentRef) return <Written name={`${name}.text`} {...{ label, required, language }} />;
  if (schema instanceof z.ZodArray) {
    const one = schema.element as z.ZodType; // as above
    return <Fact name={`${name}.0`} schema={one} language={language} label={label} required={required} />;
  }
  if (schema instanceof z.ZodObject) {
    const members: [string, z.ZodType][] = Object.entries(schema.shape);
    return (
      <fieldset>
        <legend>{label}</legend>
        {members.map(([member, below]) => (
          <Fact name={`${name}.${member}`} schema={below} language={language} label={factWord(member)[language]} />
        ))}
      </fieldset>
    );
  }
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: each kind of Input is one control
    <label>
      <span>
        {label}
        {!required && words.optional[language]}
      </span>
      <Input name={name} schema={schema} language={language} required={required} value={value} />
    </label>
  );
}

function Written({ name, label, required, language }: Omit<Asked, 'schema'>) {
  return (
    <label class="written">
      <span>
        {label}
        {!required && words.optional[language]}
      </span>
      <textarea name={name} rows={4} maxlength={100_000} required={required} />
    </label>
  );
}

function Input({ name, schema, language, required, value }: Asked) {
  if (schema instanceof z.ZodEnum) {
    return (
      <Choice
        name={name}
        options={schema.options.map((one) => [String(one), factWord(String(one))[language]])}
        {...{ language, required }}
      />
    );
  }
  if (schema instanceof z.ZodBoolean) {
    const options = [
      ['true', words.yes[language]],
      ['false', words.no[language]],
    ] as const;
    return <Choice name={`${name}:boolean`} options={options} {...{ language, required }} />;
  }
  if (schema instanceof z.ZodNumber) return <input type="number" name={`${name}:number`} required={required} />;
  if (schema === instant) return <input type="datetime-local" name={`${name}:moment`} required={required} />;
  if (schema === localDate) return <input type="date" name={name} required={required} />;
  return <input name={name} maxlength={200} required={required} value={value} />;
}

function Choice({
  name,
  options,
  language,
  required,
}: {
  name: string;
  options: readonly (readonly [string, string])[];
  language: Language;
  required: boolean | undefined;
}) {
  return (
    <select name={name} required={required}>
      <option value="">{words.choose[language]}</option>
      {options.map(([value, said]) => (
        <option value={value}>{said}</option>
      ))}
    </select>
  );
}
