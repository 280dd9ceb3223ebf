"""What a plan answers when it is asked: which items, what is known of one, and why it is there. Commands and assistants say the same.

`plan.Plan` is what is asked; `find.find`, `show.show` and `why.why` answer with frozen values whose `as_json` is what programs get.
"""
