package kepu.recommend.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures of trials as pictures: SVG without scripts or outside references, drawn for 360 pixels. */
final class Plot {
    private static final int WIDTH = 344;
    private static final int LEFT = 46;
    private static final int RIGHT = 10;
    private static final int TOP = 10;
    private static final int HEIGHT = 150;
    private static final int LINE = 13;
    private static final int TICKS = 4;
    /** Points of one value stand beside one another. */
    private static final int[] ASIDE = {0, 7, -7, 3, -3, 10, -10, 5, -5};

    private final double low;
    private final double high;
    private final Trial best;
    private final StringBuilder svg = new StringBuilder();

    private Plot(List<Trial> trials) {
        double least = trials.stream().mapToDouble(Trial::score).min().orElse(0);
        double most = trials.stream().mapToDouble(Trial::score).max().orElse(1);
        double room = Math.max(0.0005, (most - least) * 0.08);
        this.low = least - room;
        this.high = most + room;
        this.best = Trial.bestFirst(trials).getFirst();
    }

    /** The figure of each trial by its number, the best so far as a line, the present definition's as a dashed one. */
    static String byTrial(List<Trial> all) {
        List<Trial> trials = measured(all);
        Plot plot = new Plot(trials);
        int last = Math.max(1, trials.getLast().number());
        plot.frame();
        StringBuilder steps = new StringBuilder();
        double most = -1;
        for (Trial trial : trials) {
            double x = plot.across((double) trial.number() / last);
            if (most >= 0) {
                steps.append(number(x)).append(',').append(number(plot.y(most))).append(' ');
            }
            most = Math.max(most, trial.score());
            steps.append(number(x)).append(',').append(number(plot.y(most))).append(' ');
        }
        plot.add("<polyline class=\"best\" points=\"%s\"/>"
                .formatted(steps.toString().strip()));
        trials.stream()
                .filter(Trial::isPresent)
                .forEach(trial -> plot.across("present", LEFT, WIDTH - RIGHT, plot.y(trial.score())));
        trials.forEach(trial -> plot.dot(plot.across((double) trial.number() / last), trial));
        for (int number : new int[] {0, last / 2, last}) {
            plot.label(plot.across((double) number / last), 1, number == 0 ? "现在的定义" : "第 " + number + " 次");
        }
        return plot.finished("每次试验的得分", 1);
    }

    /** The figures of the trials by the value of a parameter, with the mean of each value. */
    static String byValue(Parameter parameter, String present, List<Trial> all) {
        List<Trial> trials = measured(all);
        Plot plot = new Plot(trials);
        plot.frame();
        List<String> values = parameter.values();
        Map<Integer, List<Trial>> byPlace = new TreeMap<>();
        for (Trial trial : trials) {
            int place = values.indexOf(trial.values().getOrDefault(parameter.path(), present));
            if (place >= 0) {
                byPlace.computeIfAbsent(place, none -> new ArrayList<>()).add(trial);
            }
        }
        byPlace.forEach((place, some) -> plot.column(plot.across((place + 0.5) / values.size()), some));
        int lines = 1;
        int every = 1 + (values.size() - 1) / 12;
        for (int place = 0; place < values.size(); place += every) {
            String[] words = values.get(place).replaceAll("[\\[\\]]", "").split(", ", -1);
            for (int line = 0; line < words.length; line++) {
                String word = words[line].isEmpty() ? "（空）" : words[line];
                plot.label(plot.across((place + 0.5) / values.size()), line + 1, word);
            }
            lines = Math.max(lines, words.length);
        }
        return plot.finished(parameter.path(), lines);
    }

    private static List<Trial> measured(List<Trial> trials) {
        return trials.stream().filter(trial -> trial.figures() != null).toList();
    }

    private void column(double x, List<Trial> trials) {
        double mean = trials.stream().mapToDouble(Trial::score).average().orElseThrow();
        across("mean", x - 14, x + 14, y(mean));
        for (int i = 0; i < trials.size(); i++) {
            dot(x + ASIDE[i % ASIDE.length], trials.get(i));
        }
    }

    private void dot(double x, Trial trial) {
        boolean top = trial.number() == best.number();
        add(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"><title>第 %d 次：%.4f</title></circle>",
                top ? "top" : trial.isPresent() ? "now" : "dot",
                x,
                y(trial.score()),
                top ? "5" : "3.2",
                trial.number(),
                trial.score()));
    }

    private void frame() {
        for (int tick = 0; tick < TICKS; tick++) {
            double value = low + (high - low) * tick / (TICKS - 1);
            across("grid", LEFT, WIDTH - RIGHT, y(value));
            String text = String.format(Locale.ROOT, high - low < 0.01 ? "%.4f" : "%.3f", value);
            text(LEFT - 5, y(value) + 4, "end", text);
        }
    }

    private void label(double x, int line, String text) {
        String anchor = x < LEFT + 20 ? "start" : x > WIDTH - RIGHT - 20 ? "end" : "middle";
        text(x, TOP + HEIGHT + 3 + line * LINE, anchor, text);
    }

    private void text(double x, double y, String anchor, String text) {
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                anchor,
                Report.escaped(text)));
    }

    /** A level line. */
    private void across(String kind, double from, double to, double y) {
        add(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                kind,
                from,
                to,
                y,
                y));
    }

    private double across(double share) {
        return LEFT + 8 + share * (WIDTH - RIGHT - LEFT - 16);
    }

    private double y(double value) {
        return TOP + HEIGHT * (high - value) / (high - low);
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }

    private String finished(String label, int lines) {
        return "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg>"
                .formatted(WIDTH, TOP + HEIGHT + 8 + lines * LINE, Report.escaped(label), svg);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
