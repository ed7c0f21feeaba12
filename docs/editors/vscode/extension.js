// Starts `nqpterms lsp` and hands it what is open: everything else is done by the server.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LANGUAGES = ["markdown", "plaintext", "html"];
const TABLES = "**/*.{tsv,csv,xlf,xliff,sdlxliff,mqxliff}";

let client;

exports.activate = async function activate() {
  const settings = workspace.getConfiguration("nqpterms");
  const [command, ...start] = settings.get("command");
  const glossaries = settings.get("glossaries").flatMap((name) => ["-g", name]);
  const selector = LANGUAGES.map((language) => ({ language }));
  selector.push({ scheme: "file", pattern: TABLES });
  client = new LanguageClient(
    "nqpterms",
    "nqpterms",
    { command, args: [...start, ...glossaries] },
    {
      documentSelector: selector,
      initializationOptions: { sources: settings.get("sources") },
      synchronize: { configurationSection: "nqpterms" },
    },
  );
  await client.start();
};

exports.deactivate = function deactivate() {
  return client ? client.stop() : undefined;
};
