import { type Expression, parseSync, Visitor } from 'oxc-parser';

interface Finding {
  readonly line: number;
  /** An import's specifier, or the expression as it is written in a report. */
  readonly text: string;
}

export interface ModuleFacts {
  /** Every static, dynamic, type and re-exporting import. */
  readonly imports: readonly Finding[];
  /** Every place that asks the clock or chance. */
  readonly impurities: readonly Finding[];
}

/** Stands for the specifier of a dynamic import that only the running program knows. */
const COMPUTED = 'a computed name';

const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'performance.now']);

/** Parses a module and tells what it imports and where it reads the clock or rolls dice. */
export function readModule(file: string, source: string): ModuleFacts {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const imports: Finding[] = [];
  const impurities: Finding[] = [];
  const lineAt = (offset: number) => source.slice(0, offset).split('\n').length;
  const addImport = (node: { value: unknown; start: number }) => {
    imports.push({ line: lineAt(node.start), text: String(node.value) });
  };
  const addImpurity = (start: number, text: string) => impurities.push({ line: lineAt(start), text });

  new Visitor({
    ImportDeclaration: (node) => addImport(node.source),
    ExportAllDeclaration: (node) => addImport(node.source),
    ExportNamedDeclaration: (node) => node.source && addImport(node.source),
    TSImportType: (node) => addImport(node.source),
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') addImport(node.source);
      else imports.push({ line: lineAt(node.start), text: COMPUTED });
    },
    MemberExpression: (node) => {
      if (node.computed || node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      if (IMPURE_MEMBERS.has(name)) addImpurity(node.start, name);
    },
    NewExpression: (node) => {
      if (isDate(node.callee) && node.arguments.length === 0) addImpurity(node.start, 'new Date()');
    },
    CallExpression: (node) => {
      if (isDate(node.callee)) addImpurity(node.start, 'Date()');
    },
  }).visit(program);
  return { imports, impurities };
}

function isDate(callee: Expression): boolean {
  return callee.type === 'Identifier' && callee.name === 'Date';
}
