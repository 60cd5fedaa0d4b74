/** Spares Moonshine's decoder most of its work for each token. */
import { fieldOf, fieldsOf, stringsOf, withField } from './onnx/fields.ts';
import { IN_ATTRIBUTE, IN_GRAPH, IN_MODEL, IN_NODE } from './onnx/graph.ts';
import { tensorIn, tensorMessage, type Tensor } from './onnx/tensor.ts';

/** What scores every token of the vocabulary: the table of tokens, turned. */
const SCORES = 'model.decoder.embed_tokens.weight_transposed';
const SCORES_IN_BYTES = `${SCORES}_quantized`;
/** The table as it is stored, a row for each token: a byte stands for (byte - zero point) * scale. */
const TABLE = 'model.decoder.embed_tokens.weight_merged_0';

/**
 * The decoder as it comes makes 9.4 million floats out of bytes for each token that it writes, to multiply them
 * by 288 others: 4 of the 6.7 ms that a token takes (Xeon, one thread). Here they are floats from the beginning,
 * which take as much memory then as they took in between, and give the same scores.
 *
 * @param model decoder_model_merged.onnx: one node, which runs one of two graphs.
 * @throws Error where its table is not where it was.
 */
export function moonshineDecoder(model: Uint8Array): Uint8Array {
  return withField(model, IN_MODEL.graph, (graph) => {
    const branched = withField(graph, IN_GRAPH.node, (node) =>
      withField(node, IN_NODE.attribute, (attribute) =>
        withField(attribute, IN_ATTRIBUTE.graph, withoutConversion),
      ),
    );
    return Buffer.concat([branched, fieldOf(IN_GRAPH.tensor, tensorMessage(scores(graph)))]);
  });
}

function withoutConversion(branch: Uint8Array): Uint8Array {
  const kept = [...fieldsOf(branch)].filter(({ field, content }) => {
    const [output = ''] = field === IN_GRAPH.node ? stringsOf(content, IN_NODE.output) : [];
    return output !== SCORES && output !== SCORES_IN_BYTES;
  });
  return Buffer.concat(kept.map(({ whole }) => whole));
}

function scores(graph: Uint8Array): Tensor {
  const bytes = tensorIn(graph, `${TABLE}_quantized`);
  const zeroPoint = Number(tensorIn(graph, `${TABLE}_zero_point`).values[0]);
  const scale = Number(tensorIn(graph, `${TABLE}_scale`).values[0]);
  const [tokens = 0, width = 0] = bytes.dims;
  const values = new Float32Array(tokens * width);
  for (let token = 0; token < tokens; token++)
    for (let at = 0; at < width; at++)
      values[at * tokens + token] = (Number(bytes.values[token * width + at]) - zeroPoint) * scale;
  return { name: SCORES, dims: [width, tokens], values };
}
