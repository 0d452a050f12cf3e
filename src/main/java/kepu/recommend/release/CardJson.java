package kepu.recommend.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** A card as JSON: read strictly — UTF-8, no key twice, no text for a number, nothing after the object — but for fields that are new. */
final class CardJson {
    private static final int MAX_DEPTH = 32;
    private static final ObjectMapper MAPPER = mapper();

    private CardJson() {}

    /** The card that the bytes hold; {@link IOException} with a Chinese sentence when they hold none. */
    static Card read(byte[] bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            Card card = MAPPER.readValue(text, Card.class);
            if (card == null) {
                throw new IOException("card.json 里没有卡片");
            }
            return card;
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IOException("card.json 不是 UTF-8 文本", e);
        } catch (JsonMappingException e) {
            throw new IOException("card.json 的内容不对：" + why(e), e);
        } catch (JsonProcessingException e) {
            throw new IOException("card.json 不是完整的 JSON", e);
        }
    }

    static byte[] write(Card card) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a card cannot be written", e);
        }
    }

    static JsonObject json(Card card) {
        return new JsonObject(new String(write(card), StandardCharsets.UTF_8));
    }

    /** What the card's own checks say, or the place of what has the wrong form. */
    private static String why(JsonMappingException e) {
        return switch (e.getCause()) {
            case IllegalArgumentException own -> String.valueOf(own.getMessage());
            case kepu.base.Failure own -> own.detail();
            case null, default ->
                e.getPath().isEmpty() ? "不是卡片" : e.getPathReference().replaceAll("[\\w.]*\\[", "[") + " 的值不对";
        };
    }

    private static ObjectMapper mapper() {
        JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(64)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, new WritingInstant())
                        .addDeserializer(Instant.class, new ReadingInstant()))
                .build();
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    private static final class WritingInstant extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        WritingInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class ReadingInstant extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        ReadingInstant() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return OffsetDateTime.parse(in.getText()).toInstant();
            } catch (DateTimeParseException e) {
                return (Instant) context.handleWeirdStringValue(Instant.class, in.getText(), "no RFC 3339 time");
            }
        }
    }
}
