import type { ArticleId } from '../../shared/law/articles/titles.ts';
import type { PeriodId } from '../../shared/law/periods.ts';
import type { LegalRole, Text } from '../../shared/law/roles.ts';

export type JsonSchema = { readonly [key: string]: unknown };

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
  readonly description?: string;
}
export interface Content {
  readonly [mediaType: string]: { readonly schema?: JsonSchema; readonly example?: unknown };
}
export interface Answer {
  readonly description?: string;
  readonly content?: Content;
  readonly $ref?: string;
}

/** One route. `x-legal-roles` empty: anybody; `x-article`: the rule it carries out. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  /** `中文 · English`, as every text of the document. */
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: { readonly [status: string]: Answer };
  readonly security: readonly { readonly [scheme: string]: readonly [] }[];
  readonly 'x-summary': Text;
  readonly 'x-legal-roles': readonly LegalRole[];
  readonly 'x-article'?: ArticleId;
}

export interface NamedState {
  readonly status: string;
  readonly name: Text;
}

/** One row of a state machine: command → from which states, by whom, under which article. */
export interface MachineRow {
  readonly command: string;
  readonly label: Text;
  readonly from: readonly NamedState[];
  /** Where it leads from each state that it was seen in. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly by: readonly LegalRole[];
  readonly article: ArticleId;
  readonly clocks: readonly PeriodId[];
}
export interface MachineTable {
  readonly aggregate: string;
  readonly label: Text;
  /** In the order of the way. */
  readonly states: readonly NamedState[];
  readonly rows: readonly MachineRow[];
  /** Mermaid text of the state diagram. */
  readonly diagram: string;
}

/** The OpenAPI 3.1 document, made at build time by infra/openapi.ts; no Lambda carries its generator. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string; readonly 'x-label': Text }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: {
    readonly schemas: { readonly [name: string]: JsonSchema };
    readonly responses: { readonly [name: string]: Answer };
    readonly securitySchemes: { readonly [name: string]: JsonSchema };
  };
  readonly 'x-machines': readonly MachineTable[];
}
