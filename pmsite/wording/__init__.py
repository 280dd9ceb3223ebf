"""What things are called in the languages of readers: labels, dates, reasons and differences in words. No HTML, and no templates."""
