package kepu.http;

import io.vertx.json.schema.OutputUnit;

/** What is wrong, in words that somebody who writes a client understands. */
final class Saying {
    private Saying() {}

    static String of(OutputUnit error) {
        return switch (keyword(error)) {
            case "required" -> "缺少必填的字段" + quoted(error);
            case "additionalProperties" -> "有接口说明里没有的字段" + quoted(error);
            case "type" -> "类型不对";
            case "pattern", "format" -> "格式不对";
            case "enum", "const" -> "不在允许的值里";
            case "minLength" -> "太短";
            case "maxLength" -> "太长";
            case "minimum", "exclusiveMinimum" -> "数值太小";
            case "maximum", "exclusiveMaximum" -> "数值太大";
            case "minItems" -> "列表太短";
            case "maxItems" -> "列表太长";
            case "minProperties" -> "字段太少";
            case "maxProperties" -> "字段太多";
            case "uniqueItems" -> "列表里有重复";
            default -> "不符合接口说明";
        };
    }

    static String keyword(OutputUnit error) {
        String location = error.getKeywordLocation() == null ? "" : error.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The property's name, which the validator puts in quotes. */
    private static String quoted(OutputUnit error) {
        String text = String.valueOf(error.getError());
        int from = text.indexOf('"');
        int to = text.indexOf('"', from + 1);
        return from < 0 || to < 0 ? "" : " " + text.substring(from + 1, Math.min(to, from + 60));
    }
}
