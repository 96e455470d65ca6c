import {
  IconArrowDown,
  IconBrain,
  IconCamera,
  IconClick,
  IconDatabase,
  IconDownload,
  IconFileText,
  IconKeyboard,
  IconLanguage,
  IconMicrophone,
  IconSearch,
  IconTool,
  IconWorldWww,
  type TablerIcon,
} from '@tabler/icons-react';

/** By what its name has in it: whoever writes a pipeline names tools as he likes. The first that fits. */
const ICONS: readonly (readonly [RegExp, TablerIcon])[] = [
  [/screenshot|picture|camera|image/, IconCamera],
  [/click|tap|press/, IconClick],
  [/type|fill|key/, IconKeyboard],
  [/scroll/, IconArrowDown],
  [/download|save/, IconDownload],
  [/model|agent|llm|think|summar/, IconBrain],
  [/translate/, IconLanguage],
  [/transcri|speech|audio|listen/, IconMicrophone],
  [/search|find|query|look/, IconSearch],
  [/read|text|extract|content/, IconFileText],
  [/navigate|open|goto|fetch|http|page|browser/, IconWorldWww],
  [/embed|store|vector|index|database/, IconDatabase],
];

/** What kind of thing a tool does. */
export function ToolIcon({ tool, size = 16 }: { readonly tool: string; readonly size?: number }) {
  const name = tool.toLowerCase();
  const Icon = ICONS.find(([pattern]) => pattern.test(name))?.[1] ?? IconTool;
  return <Icon size={size} aria-hidden />;
}
