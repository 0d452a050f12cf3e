package kepu.alert;

import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** A CAP message as another system sends one, and the post that brings it here. */
record Cap(
        String identifier,
        Instant sent,
        String status,
        String msgType,
        String scope,
        @Nullable String references,
        String infos) {
    static final String SENDER = "warn.example";

    /** An alert that is sent now for a region of the 统计用区划代码. */
    static Cap alert(String headline, String region) {
        return of("Alert", null).infos(info("zh-CN", headline, region));
    }

    static Cap update(Cap of, String headline, String region) {
        return of("Update", of.key()).at(of.sent().plusSeconds(1)).infos(info("zh-CN", headline, region));
    }

    static Cap cancel(Cap of) {
        return of("Cancel", of.key()).at(of.sent().plusSeconds(1));
    }

    static Cap of(String msgType, @Nullable String references) {
        return new Cap(
                UUID.randomUUID().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60),
                "Actual",
                msgType,
                "Public",
                references,
                "");
    }

    static String info(String language, String headline, String region) {
        return info(language, headline, "Severe", area("统计用区划代码", region), "");
    }

    static String info(String language, String headline, String severity, String area, String times) {
        return "<info><language>" + language + "</language><category>Met</category><event>暴雨</event>"
                + "<urgency>Immediate</urgency><severity>" + severity + "</severity><certainty>Likely</certainty>"
                + times
                + "<senderName>遂宁市气象台</senderName><headline>" + headline
                + "</headline><description>三小时内有大雨</description><instruction>不要过河</instruction>" + area + "</info>";
    }

    static String area(String name, String... codes) {
        StringBuilder area = new StringBuilder("<area><areaDesc>所发地区</areaDesc>");
        for (String code : codes) {
            area.append("<geocode><valueName>")
                    .append(name)
                    .append("</valueName><value>")
                    .append(code)
                    .append("</value></geocode>");
        }
        return area.append("</area>").toString();
    }

    static String drawn(String shape) {
        return "<area><areaDesc>画出的一片</areaDesc>" + shape + "</area>";
    }

    Cap at(Instant time) {
        return new Cap(identifier, time, status, msgType, scope, references, infos);
    }

    Cap infos(String other) {
        return new Cap(identifier, sent, status, msgType, scope, references, other);
    }

    Cap with(String otherStatus, String otherScope) {
        return new Cap(identifier, sent, otherStatus, msgType, otherScope, references, infos);
    }

    Cap referring(String others) {
        return new Cap(identifier, sent, status, msgType, scope, others, infos);
    }

    String key() {
        return SENDER + "," + identifier + "," + CapMessage.time(sent);
    }

    String xml() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"" + CapMessage.NAMESPACE + "\"><identifier>"
                + identifier + "</identifier><sender>" + SENDER + "</sender><sent>" + CapMessage.time(sent)
                + "</sent><status>" + status + "</status><msgType>" + msgType + "</msgType><scope>" + scope + "</scope>"
                + (references == null ? "" : "<references>" + references + "</references>") + infos + "</alert>";
    }

    House.Answer post(House house, @Nullable String token) {
        return post(house, xml().getBytes(java.nio.charset.StandardCharsets.UTF_8), "application/cap+xml", token);
    }

    static House.Answer post(House house, byte[] bytes, String type, @Nullable String token) {
        return house.send(house.request("/v1/bulletins", token)
                .setHeader("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }
}
