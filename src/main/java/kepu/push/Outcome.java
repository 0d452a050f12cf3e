package kepu.push;

import kepu.base.Coded;

/** What the {@link Governor} says of a publication to a person, at an instant. */
public enum Outcome implements Coded {
    SENT("已送达"),
    QUIET("勿扰时段，稍后送达"),
    DAILY_CAP("当天已满，改天送达"),
    TOPIC_CAP("这个主题本周已满，下周送达"),
    PAUSED("任务已暂停"),
    DUPLICATE("这条内容刚由别的任务送过"),
    UNSUBSCRIBED_SENDER("退订了这个单位"),
    UNSUBSCRIBED_TOPIC("退订了这个主题"),
    HOLDOUT("对照组，不推送"),
    EXPIRED("送达之前已过期"),
    WITHDRAWN("已撤回"),
    NOT_ADDRESSED("不在人群里");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** Whether it may still come. */
    public boolean waits() {
        return this == QUIET || this == DAILY_CAP || this == TOPIC_CAP || this == PAUSED;
    }

    @Override
    public String label() {
        return label;
    }
}
